/** Something in a text that speaks for or against records that are looked up and changed. */
export interface Sign {
  /** Completes the sentence "it ...". */
  readonly says: string;
  /** Positive: speaks for a stateful environment. */
  readonly weight: number;
  readonly pattern: RegExp;
}

/** Verbs with which people ask for a record to be changed. */
const changeVerbs =
  'cancel|book|rebook|reserve|reschedule|schedule|add|append|remove|delete|erase|update|change|modify|edit|move|transfer|refund|return|exchange|replace|' +
  'order|reorder|buy|purchase|pay|renew|extend|assign|reassign|close|reopen|reset|remind|mark|send|forward|post|' +
  'reply|register|enroll|enrol|subscribe|unsubscribe|block|unblock|freeze|unfreeze|activate|deactivate|suspend|dispatch|restock|' +
  'adjust|log|rename|upgrade|downgrade|approve|reject|confirm|submit|deposit|withdraw|redeem|apply|issue|share|' +
  'lock|unlock|turn|switch|dim|mute|unmute|play|pause|resume|skip|shuffle|save|archive|tag|merge|invite|waive|credit|charge|report|' +
  'dispute|allocate|rate|follow|unfollow|fork|star|upload|put|set|create|insert|start|stop|shut|silence|wake|clear|record|file|' +
  'postpone|swap|sign|check|take|drop|release|retire|discharge|admit|prescribe|refill|ship|deliver|fulfil|fulfill|raise|lower|increase|decrease|' +
  'open|make|enter|claim|void|escalate|downvote|upvote|snooze|notify|disable|enable|begin|hold|place|arrange|switch|call|email|text|message|lend|loan|borrow';

/** Things that a system keeps records of. */
const recordObjects =
  'orders?|parcels?|packages?|shipments?|deliver(?:y|ies)|items?|carts?|wish ?lists?|watch ?lists?|products?|stock|inventory|invoices?|bills?|' +
  'receipts?|payments?|refunds?|accounts?|balances?|transactions?|transfers?|cards?|credit cards?|pin|checks|checkbooks?|direct debits?|standing orders?|' +
  'bookings?|reservations?|rooms?|tables?|flights?|tickets?|seats?|trips?|itinerar(?:y|ies)|check-?ins?|luggage|baggage|suites?|' +
  'appointments?|meetings?|calendars?|schedules?|events?|reminders?|alarms?|timers?|shifts?|slots?|agendas?|' +
  'loans?|holds?|library|memberships?|subscriptions?|plans?|polic(?:y|ies)|claims?|prescriptions?|referrals?|patients?|doctor|' +
  'emails?|inbox|messages?|contacts?|to-?dos?|to do list|task lists?|shopping list|grocery list|lists?|playlists?|notes?|' +
  'employees?|customers?|students?|guests?|members?|vehicles?|vans?|trucks?|drivers?|courses?|class(?:es)?|grades?|enrolments?|enrollments?|' +
  'issues?|repositor(?:y|ies)|repo|branch(?:es)?|projects?|tasks?|cases?|requests?|lights?|lamps?|thermostat|heating|doors?|vacuum|' +
  'devices?|plugs?|sockets?|volume|music|songs?|profiles?|address(?:es)?|passwords?|uber|taxi|cab|pto|vacation days|days off|leave|' +
  'paychecks?|direct deposit|w-?2|tires?|engine|fuel|car doors?|pin number|thermostats?|birthday|phone number|application|credit limit|rewards?|points|warrant(?:y|ies)|deposits?|fines?|fees?|donations?|samples?|batch(?:es)?|pallets?|bins?|' +
  'records?|entr(?:y|ies)|rows?|tables?|files?|folders?|director(?:y|ies)|portfolio|insurance|registrations?|sessions?|lessons?|volunteers?';

const question = '(?:what|who|whom|whose|why|how|when|where|which)';
const polite = String.raw`(?:(?:hi|hello|hey|ok|okay|alexa|siri|google|so|and|also|now|then|well|right|morning|good morning|good evening|thanks|sorry)[,!.:]?\s+(?:there[,!.]?\s+)?)*(?:please\s+|kindly\s+|just\s+|can you (?:please )?|could you (?:please |kindly )?|would you (?:please |kindly )?|will you (?:please )?|can we |could we |let's |go ahead and |i(?:'d| would) like (?:you )?to |i (?:want|need|wish|have|am hoping|was hoping) (?:you )?to |i'm trying to |help me (?:to )?|you (?:need|have) to )*`;

function sign(weight: number, says: string, pattern: string): Sign {
  return { weight, says, pattern: new RegExp(pattern, 'iu') };
}

/** Signs of someone who wants records in some system looked up or changed. */
const forRecords: readonly Sign[] = [
  sign(
    2,
    'asks for a change right away',
    String.raw`^${polite}(?:${changeVerbs})\b(?! (?:me )?(?:a|an|up a|some|one) (?:joke|poem|story|song about))`,
  ),
  sign(
    1.5,
    'goes on to ask for a change',
    String.raw`(?:[.;!?,\n]|\band|\bthen|\bso|\bplease|\balso|\bjust|\bcan you|\bcould you|\blike to|\bwant to|\bneed to|\bwant you to|\bneed you to|\bhave to|\btrying to)\s+(?:please\s+|then\s+|also\s+)?(?:${changeVerbs})\b\s+(?:it|them|that|this|those|the|my|our|his|her|their|a|an|me|one|two|all|more|another|some|any|\d|up|off|on|out|in|for|with)\b`,
  ),
  sign(
    2,
    'ends in a plain order to change something',
    String.raw`[.;:!?,]\s+(?:and |then |please |so )*(?:${changeVerbs}|quarantine|flag|free|fit|split|spread|excuse|push|sell|tick|leave (?:out|it|them)|scan|retire|let (?:in|the)|raise|end|pause|bill|pick)\b`,
  ),
  sign(
    1.5,
    'has something given to or done for somebody',
    String.raw`\b(?:give|hand|tell|ask|let|find|fit|get|move|see|thank|invite|pass|have|take)\s+(?:it|them|him|her|us an?|the|those|that|half|back|whoever|everyone|someone|whether|all|both)\b`,
  ),
  sign(
    1.5,
    'speaks of somebody or something that the system knows',
    String.raw`\b(?:patient|tenant|customer|driver|pupil|guests?|visitor|lender|supplier|vendor|candidate|trainer|exhibitors?|client|group|team|batch|lot|room|van|tube|ward|bed|dock|unit) (?:\d|in|at|from|says|called|wants?|wrote|of|came|left|was)\b|\b(?:mr|mrs|ms|dr)\.? \w|\bprofessor \w|\b(?:my|our) (?:son|daughter|cat|dog|father|mother|kids?|team|tenant|trainer|match|child)\b`,
  ),
  sign(
    1.5,
    'asks whether something can be had or done',
    String.raw`\b(?:can|could|may) (?:i|we|he|she|they|it|someone|somebody) (?:keep|have|get|be (?:seen|closed|moved|changed|cancelled|canceled)|stay|come|bring|pick|still)\b|\b(?:has|have|needs?) to (?:move|be (?:moved|changed|cancelled))\b|\bcan be (?:closed|cancelled|removed|deleted)\b|\bgive (?:\w+ )?back\b`,
  ),
  sign(2, "speaks of the asker's own records", String.raw`\b(?:my|our|mine)\b(?:\s+[\w'-]+){0,3}?\s+(?:${recordObjects})\b`),
  sign(1, 'names things that are kept as records', String.raw`\b(?:${recordObjects})\b`),
  sign(
    1.5,
    'asks for a change to such a thing',
    String.raw`\b(?:${changeVerbs})\b(?:\s+[\w'#-]+){0,5}?\s+(?:${recordObjects})\b`,
  ),
  sign(
    2.5,
    'gives a reference number',
    String.raw`(?:#\s?\w*\d\w*|\b(?:number|no\.|id|code|ref(?:erence)?|confirmation)\b[^.?!]{0,15}\b(?=\w*\d)\w{3,}\b|\b[A-Z]{1,4}-?\d{3,}\b)`,
  ),
  sign(
    2.5,
    'asks what the system has on record for the asker',
    String.raw`\b(?:do i (?:still )?have|have i|did i|am i|was i|is there|are there)\b(?=.*\b(?:${recordObjects}|today|tomorrow|left|scheduled|spend|spent|paid|owe)\b)`,
  ),
  sign(
    2,
    'says what happened to the asker',
    String.raw`\bi(?:'ve| have)?\s+(?:just\s+|already\s+|never\s+|accidentally\s+)?(?:booked|ordered|bought|paid|reserved|lost|received|returned|got charged|was charged|signed up|moved|missed|broke|forgot|borrowed|checked out|left)\b`,
  ),
  sign(
    5,
    'is the brief of a customer',
    String.raw`\b(?:you are|your name is|your user id|you're)\b.{0,80}\b(?:user id|zip code|email|phone number|password|name is|order|flight|reservation)|\byour (?:name|user id|email) is\b|\byou are [A-Z][a-z]+ [A-Z][a-z]+`,
  ),
  sign(
    2,
    'controls a device or a service',
    String.raw`\b(?:turn|switch|shut|put)\s+(?:the |my |all )*(?:[\w']+\s+){0,4}(?:on|off|up|down)\b|\b(?:lights?|lamp|thermostat|heating|volume|plug|socket|vacuum|alarm|brightness)\b.{0,15}\b(?:on|off|up|down|louder|lower|brighter|dimmer|start|stop)\b|^(?:dim|mute|brighten|lower the volume|play|wake me|stop playing|start playing)\b`,
  ),
  sign(
    2,
    'asks to be reminded, woken or notified',
    String.raw`\b(?:remind me|wake me|notify me|alert me|let me know (?:when|if)|beep when|set (?:an?|the|my|up)\b.{0,20}(?:alarm|reminder|timer|notification|event))`,
  ),
  sign(
    2,
    'wants a message sent',
    String.raw`\b(?:send|reply|forward|email|text|write)\b.{0,30}\b(?:e-?mails?|message|text|to (?:him|her|them|my|everyone|[A-Z]\w+))\b`,
  ),
  sign(
    1.5,
    'wants something booked, bought or reserved',
    String.raw`\b(?:book|reserve|order|buy|purchase|rent|hire|get|find|need|want)\b(?:\s+[\w'-]+){0,6}?\s+(?:flights?|tickets?|hotels?|rooms?|tables?|seats?|rental cars?|taxi|cab|uber|appointments?|takeaway|takeout|delivery|reservations?|bookings?)\b`,
  ),
  sign(
    2,
    'needs something fetched, brought or let known',
    String.raw`\b(?:i (?:need|want|would like)|i'd like|get me|can i (?:get|have)|may i have) (?:a ride|more|another|an? (?:extra|additional|higher|replacement|lift|taxi|cab)|to (?:let my|be woken))\b|\blet (?:my|the) \w+ know\b`,
  ),
  sign(
    2,
    'wants to see stored things',
    String.raw`\b(?:show|list|read|pull up|bring up|look up|tell|check|find|see|view|display|fetch|locate|give)\b(?:\s+(?:me|out|up|all|the|last|latest|recent|next|any|of|through|again|over|new|unread|every|past|previous|current)){1,6}\s+(?:${recordObjects})\b`,
  ),
  sign(
    2,
    'tells a number or amount to set',
    String.raw`\b(?:set|change|update|raise|lower|increase|decrease|reduce|bump|correct)\b[^.?!]{0,80}?\bto\s+['"$€£]?[\w$]`,
  ),
  sign(
    2,
    'works on rows of a table',
    String.raw`\b(?:insert|add|update|delete|modify|change)\b.{0,80}\b(?:in|into|from|to|for)\b.{0,40}\b(?:table|database|record|column|row|list)\b|\b(?:table|column)s? (?:named|called)\b|\bheaders of this table\b`,
  ),
  sign(
    1,
    'waits for an answer about a request, order or application',
    String.raw`\b(?:status|track|tracking|approved|still waiting|hasn't arrived|not arrived|never arrived|overdue|due (?:back|date|on)|expire|outstanding|pending|available|availability)\b`,
  ),
  sign(
    1.5,
    'says that something is wrong and has to be put right',
    String.raw`\b(?:wrong|twice|double|fraudulent|stolen|broken|faulty|damaged|missing|by mistake|mistakenly|incorrect|isn't working|not working|no longer need|don't need|don't want)\b`,
  ),
  sign(
    1,
    'speaks of a booking, day or hour of its own',
    String.raw`\b(?:today|tonight|tomorrow|yesterday|this (?:week|month|morning|afternoon|evening)|next (?:week|month|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|at \d{1,2}(?::\d{2})?\s?(?:am|pm)?)\b`,
  ),
];

/** Signs of a request that a text alone answers. */
const againstRecords: readonly Sign[] = [
  sign(
    -2,
    'asks a question of knowledge',
    String.raw`^(?:so |and |but |hey |ok |please |tell me |can you tell me |could you tell me |do you know |i wonder |explain )*${question}(?:'s|'re)?\s+(?!.*\b(?:my|our|i|me|we)\b)`,
  ),
  sign(
    -1.5,
    'asks how something is done or what something is',
    String.raw`\b(?:how (?:do|does|did|can|could|would|should|to|come|many|much|long|far|old|tall)|what (?:is|are|was|were|does|do|would|makes?|happens|causes?|kinds?|type)|what's|who (?:is|was|were|invented|wrote)|why (?:is|are|do|does|did|was|were)|where (?:is|are|was|did|does)|when (?:is|was|did|does))\b(?!.{0,40}\b(?:my|our|i|we)\b)`,
  ),
  sign(
    -3,
    'asks for something to be written',
    String.raw`\b(?:write|compose|draft|generate|create|make up|come up with|give me|tell me|make me|make|build|invent|produce|suggest|design|brainstorm|sing|develop|implement)\b(?:\s+(?:me|us|up|some|a|an|the|one|two|three|four|five|ten|\d+|short|long|funny|brief|persuasive|simple|good|creative|new|detailed|cute|rhyming|knock|blog|cover|wedding|birthday|thank-?you|unique|catchy|small|possible|beginner|basic|full|complete|professional|great|list|of|interesting|fun|bedtime|love|travel|engaging|healthy|for|haiku|python|javascript|react|sql|bash|c\+\+|rust|java|html|css|scheme))*\s+(?:stor(?:y|ies)|poems?|haikus?|limericks?|essays?|jokes?|songs? (?:about|on)|lyrics|letters?|speech|toast|articles?|paragraphs?|sentences?|posts?|functions?|programs?|scripts?|code|quer(?:y|ies)|regex|regular expression|class(?:es)?|components?|algorithms?|tests?|slogans?|taglines?|names|titles?|headlines?|ideas?|tips|advice|examples?|summar(?:y|ies)|outlines?|recipes?|riddles?|quiz|questions?|facts?|reviews?|puns?|dialogues?|scripts?|blog|plot|model|tutorial|ways|reasons|sonnets?|ballads?|eulogy|captions?|metaphors?|api|app|application|website|webpage|web page|landing page|game|plan for|menu|snacks?|chatbot|catalogue|lists? (?:of|for)|fuzzer|deck|itinerary for)\b`,
  ),
  sign(
    -2.5,
    'is about program code',
    String.raw`\bc\+\+|\b(?:segmentation|pointer|promise|python|javascript|typescript|java|rust|golang|kotlin|regex|html|css|react|pandas|numpy|kubernetes|docker|compiler|segfault|stack trace|recursion|big-o|time complexity|sql query|source code|unit tests?|seaborn|matplotlib|tensorflow|pytorch|latex|linux kernel|bash script|excel formula|compile|debug|refactor)\b|\x60\x60\x60|\bdef \w+\(|=>|#include|\bimport \w+`,
  ),
  sign(
    -3,
    'is arithmetic or algebra',
    String.raw`\b(?:add|subtract|multiply|divide) (?:\d|(?:one|two|three|four|five|six|seven|eight|nine|ten) (?:plus|and|to|from|by) )|\b\d[\d.,]*\s*(?:[+*/^×÷=]|plus|minus|times|multiplied by|divided by|squared|cubed|mod)\s*\d|\b(?:square root|solve for|integral|derivative|probability|equation|polynomial|prime number|factorial|hypotenuse|percent of|% of \d|sum of|least common|equal to|logarithm|calculate (?:the )?(?:area|volume|average|interest|gibbs|probability|sum)|theorem|prove that|f\(x\)|per cent of|convert \d)\b|\$[^$\d][^$]{0,40}\$`,
  ),
  sign(
    -3,
    'is a word problem',
    String.raw`^(?=[^]*\d)[^]*\bhow (?:many|much|old|long|far|fast)\b(?!.{0,30}\b(?:my|i have|do i|we|i)\b)[^?]{3,}\?\s*$`,
  ),
  sign(
    -3,
    'asks for a translation, a spelling or a meaning',
    String.raw`\b(?:translate|translation|spell(?:ing|ed)?|synonyms?|antonyms?|definition|define|meaning|mean by|what does .{1,40} mean|how do (?:you|they|i|we) say|how would (?:you|they|i) say|how is .{1,30} pronounced|pronounce|in (?:spanish|french|german|italian|chinese|japanese|korean|portuguese|latin|arabic|russian)|grammar|proofread|rephrase|paraphrase|rewrite|reword|past tense|plural of|opposite of|rhymes? with)\b`,
  ),
  sign(
    -3,
    'works on a text that comes with it',
    String.raw`\b(?:the following|(?:text|sentence|code|list|table|passage) below|below:|TODO|given (?:a|an|the|that|two)|this (?:sentence|paragraph|passage|text|article|email|code|poem|essay)|summari[sz]e|classify|identify whether|extract|fill in the|<mask>|\[name\]|placeholders?|in the text|options:|\(a\)|answer choices|sentence:|input:|output:|turn these|turn this|bullet points|premise|hypothesis|paraphrase)\b`,
  ),
  sign(
    -2,
    'asks for an explanation or a comparison',
    String.raw`\b(?:explain|describe|compare|contrast|discuss|analy[sz]e|elaborate|difference between|pros and cons|advantages|disadvantages|outline the|in simple terms|step by step|imagine|pretend|suppose|what if|hypothetical|evaluate|argue|opinion|thoughts on|teach me|think about|examples? of)\b`,
  ),
  sign(
    -3.5,
    'asks for advice',
    String.raw`\b(?:should i|should we|would it be|is it (?:ok|okay|safe|better|worth|normal|possible|true|rude|legal|bad|a good idea)|any (?:tips|advice|ideas|suggestions|recommendations)|advice on|tips (?:for|on)|recommend|suggest(?:ions?)?|best (?:way|time|place|practice|thing|restaurants?|book|movie)|what's the best|good (?:book|movie|name|gift|restaurant|way|place)|how (?:do|can|should|would|could) (?:i|we|you|one|people|they)\b)`,
  ),
  sign(
    -3,
    'is small talk',
    String.raw`\b(?:how are you|how's it going|are you (?:a |an |human|real|alive|sentient|happy|sad|ok|there|smart|doing|hungry|married|conscious)|do you (?:like|love|think|believe|feel|have (?:a |any )?(?:pets?|favou?rite|feelings|hobbies|kids|friends|family)|sleep|eat|dream|prefer|ever|want|enjoy|remember being)|your (?:name|favou?rite|birthday|maker|creator|age|hobby|job|opinion|hobbies|pets?|boss)|who (?:made|created|built|programmed) you|where (?:are|were) you|how old are you|what are you|tell me (?:a |another |some |about yourself)|joke|riddle|fun fact|i love you|i'm (?:bored|sad|happy|lonely|feeling)|good night|good morning[.!]?$|thank you(?: so much| very much)?[.!]*$|thanks[.!]*$|never mind|goodbye|bye\b|meaning of life|purpose of (?:life|existence)|flip a coin|roll (?:a|the|two) di(?:c)?e|nice to meet|cheer me up|made at|live with you|you were made)\b`,
  ),
  sign(
    -2.5,
    'asks about cooking, food or health in general',
    String.raw`\b(?:recipe|ingredients?|calories|calorie|carbs|nutrition|substitute|cook|bake|boil|roast|marinate|how long (?:does|do|can|should)|in the (?:fridge|freezer)|healthy|protein|vitamins?|symptoms?|lose weight|side effects)\b`,
  ),
  sign(
    -2,
    'asks about the world',
    String.raw`\b(?:capital of|population|weather|temperature in|rain (?:today|tomorrow)|forecast|time ?zone|what time is it|time in|exchange rate|president|war\b|history of|century|planets?|distance (?:between|from)|visa|vaccin|shots|plug converter|currency|altitude|species|invented|ancient|empire|scientists?|theory|philosoph\w+|news|stock price|tallest|largest|fastest|oldest|highest|smallest|how tall|how far|how high|national|country|countries|continent|ocean|river|religion|evolution|economy|inflation rate|generally|usually|typically|traffic|plays? on|movie|film|novel|author|actor|singer|celebrity|football|basketball|olympics)\b`,
  ),
  sign(
    -2,
    'speaks of things in general',
    String.raw`\b(?:banks|hotels|libraries|hospitals|airlines|warehouses|companies|schools|teachers|doctors|people|humans|someone|businesses|countries|animals|dogs|cats|children|kids) (?:do|does|make|are|have|use|get|need|charge|keep|work|usually|set|decide|offer|like|overbook|lend|say|want|who|think)\b`,
  ),
];

/** Every sign that is looked for, strongest evidence first within each half. */
export const signs: readonly Sign[] = [...forRecords, ...againstRecords];
