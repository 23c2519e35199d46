import { kinds } from '../../domain/kinds.ts';

/** The part of the bundle's card that says what the files are and how an episode is evaluated. */
export const bundleUsage = `| file | holds |
|---|---|
| \`scenarios/<split>.jsonl\` | one scenario per line: what the agent is told, task, initial state, seed, start, executed reference, checks, certificate |
| \`scenarios/<split>.parquet\` | the same rows for \`load_dataset\`, every column a text: values that are not texts as JSON, moments included, so that no loader turns them into anything else |
| \`runtime.js\` | how an episode is played and scored: the base class, clock, ids, random numbers, and the helpers that checks call |
| \`environments/<env_id>/environment.ts\` | the generated module: a class whose methods are the tools, the types of its state, its invariants |
| \`environments/<env_id>/environment.js\` | the same without types, ready to be imported; stands on \`runtime.js\` |
| \`environments/<env_id>/tools.json\` | the tools as an agent sees them: name, description, effect, JSON Schema of the arguments |
| \`environments/<env_id>/skeleton.json\` | the design the module was rendered from: entities, rules, operations |
| \`environments/<env_id>/assessment.json\` | the certificate: gates, what each tool was seen to do, the states it was tried on |
| \`environments/<env_id>/about.json\` | slug, hash, who wrote it, and the author's own part of the module |
| \`environments/runtime.d.ts\` | what the modules and checks stand on: \`ok\`, \`done\`, \`fail\`, and the base class \`Environment\` with ids, clock and random numbers |

### To play a scenario

\`runtime.js\` needs Node 20 or later and no package. \`openEpisode(module, tools, { beginning })\` takes what \`environment.js\` exports, the list in \`tools.json\` and a line of \`scenarios/<split>.jsonl\`; \`call(tool, arguments)\` answers with \`outcome\` and \`result\`, \`episode()\` is what \`score\` judges, \`hash()\` the hash of the state, \`brokenInvariants()\` names the rules that do not hold. \`validate(tool, arguments)\`, if given beside \`beginning\`, judges arguments against the schemas of \`tools.json\` with a validator of your choice; it returns what is wrong, or nothing.

Tell the agent \`system\` and \`task\`. Where there is a \`user\`, \`task\` is only how the conversation begins: an agent's message without a call goes to a simulated user, who has the \`persona\` (if any), wants what \`wants\` says and tells of each of the \`facts\` what it \`says\` when asked about it (and never unasked); \`questions\` are those of the reference, each before its call of that number. The agent is never shown \`user\`, nor the user the reference and the checks.

| of an episode | follows from |
|---|---|
| state | \`initial_state\`, then every call that succeeded |
| clock | \`start\`, and one minute later after every successful call of a tool with the effect \`write\`; it stands still within a call |
| random numbers | the \`n\`th (from 0) is the first 48 bits of SHA-256 of the JSON text \`[seed, "random", n]\`, as a fraction of 2^48 |
| ids | the \`n\`th try (from 0) takes the same fraction of \`[seed, "id", n]\`: \`prefix-NNNN\` with four digits, 1000 + floor(fraction × 9000); a key that any collection holds is passed over, and after twenty of these in a row ids get a digit more |

\`n\` counts through the episode; of a call that does not succeed nothing counts, neither state nor clock nor numbers.

| \`outcome\` | means |
|---|---|
| \`success\` | the tool did it |
| \`refused\` | the tool said no, and why |
| \`unknown-tool\`, \`invalid-arguments\` | the caller's mistake; the tool was not run |
| \`exception\` | the tool threw |
| \`bad-result\`, \`bad-state\` | it answered with no result, or left no valid state |
| \`budget\`, \`deadline\`, \`memory\`, \`crashed\` | it took too many steps, too long, too much memory, or ended its process; only where a sandbox with limits runs it |

The last two rows and \`exception\` are defects of the environment: the agent is told that the tool failed, and the episode goes on as if the call had not been made.

### To score it

\`runtime.js\` needs no package. \`score(scenario, { final, calls, replies, said })\` takes a line of \`scenarios/<split>.jsonl\` and what happened: the final state, the calls in order (\`tool\`, \`arguments\`, \`outcome\`, \`result\`), and what a user said (\`after\` so many calls, \`text\`, and the ids of the facts it \`told\` where that is known; none by default), and what the agent told the user (\`after\` so many calls, \`text\`: its final message, and in conversation each message without a call; nothing by default). It answers with

- \`dense\`: share of the credit checks that pass, 0 if a guard fails
- \`strict\`: 1 if every check passes, otherwise 0
- \`failed\`: the ids of the checks that did not pass
- or \`{ unscored: why }\`, which is not 0: a check could not be evaluated

A check's \`question\` says in words what it asks and its \`predicate\` says it as data, by \`kind\`; both are of the same origin, and \`source\` alone decides. \`source\` is one pure TypeScript arrow function over \`{ initial, final, calls, replies, said }\` that returns a boolean; \`check_scripts\` holds the same without types, in the same order. A \`credit\` check is false in the initial state and earns its share; a \`guard\` is true there, and breaking it costs everything. Besides the language, checks call these, which \`runtime.js\` also exports:

| helper | is true when |
|---|---|
| \`sameValue(left, right)\` | two JSON values are equal, whatever the order of their keys |
| \`shows(value, fields)\` | \`value\` holds, at any depth, an object with all of these fields |
| \`says(value, words)\` | \`value\` is a text that says the words, whatever its case and punctuation; of more than three at least half of the longer ones |
| \`tells(said, telling)\` | the last message that speaks of a value tells the right one: in digits or words, as an amount, a date, a time, a name, a choice, yes or no, or a list; not denied, guessed or named among others |
| \`declines(said, declining)\` | a message says that something was not done, and why in substance; not the reason of another rule, nor that it was done |
| \`changedOnly(initial, final, allowed)\` | nothing differs between two states but what is allowed: by collection so many \`created\` records, the keys of \`removed\` ones, \`changed\` attributes by key, \`exempt\` attributes of all records |

This program, in the folder of the bundle, plays every reference solution anew, compares the end state with the certificate, and scores it (1) and doing nothing (less than 1):

\`\`\`js
import { existsSync, readFileSync } from 'node:fs';
import { replayReference, score } from './runtime.js';

// Environments and checks are generated code: run this in a process that may touch nothing.
for (const file of ['scenarios/train.jsonl', 'scenarios/held_out.jsonl'].filter(existsSync)) {
  for (const line of readFileSync(file, 'utf8').trimEnd().split('\\n')) {
    const scenario = JSON.parse(line);
    const module = await import(\`./environments/\${scenario.env_id}/environment.js\`);
    const tools = JSON.parse(readFileSync(\`environments/\${scenario.env_id}/tools.json\`, 'utf8'));
    const { episode, hash } = replayReference(module, tools, scenario);
    const same = scenario.certificate.replay.every((known) => known === hash);
    const solved = score(scenario, episode);
    const idle = score(scenario, { final: scenario.initial_state, calls: [] });
    console.log(JSON.stringify({ scenario: scenario.scenario_id, same, solved, idle }));
  }
}
\`\`\`

\`referenceEpisode\` applies the \`patches\` of the calls in \`reference\` to \`initial_state\` (JSON Patch, RFC 6902; \`old\` is extra) and takes \`replies\`, what the user says in answer to \`questions\`, and \`said\`, those questions and \`closing\`, the final message of the reference.

### To rebuild the records

A hash is SHA-256 over \`{ kind, schema, body }\` as JSON with recursively sorted keys and no white space, with \`kind\` "environment" and \`schema\` ${kinds.environment.version}, or "scenario" and ${kinds.scenario.version}. The body of an environment is \`slug\`, \`code\`, \`written_by\` and \`repaired_by\` of \`about.json\` with \`skeleton.json\`, \`tools.json\` and \`environment.ts\` (\`repairedBy\` is left out where it is null); that of a scenario is its line without \`system\`, \`check_scripts\`, \`replies\`, \`said\`, the hashes and \`env_id\`: \`name\` is \`scenario_id\`, \`environment\` is \`environment_hash\`, \`initialState\`, \`writtenBy\` and \`stateWrittenBy\` are spelt with underscores, and \`persona\`, \`user\` and \`state_written_by\` are left out where they are null.`;
