import type { ServerError } from './server-error.ts';

/*
 * What the words of servers mean. They are those of OpenAI, Azure, Anthropic, Gemini, Mistral, Groq, OpenRouter, LiteLLM, vLLM, SGLang,
 * TGI, llama.cpp, Ollama and LM Studio, and of gateways that pass them on.
 */

const contextCodes = /context_length_exceeded|exceed_context_size|model_max_prompt_tokens_exceeded|string_above_max_context/i;

const contextWords: readonly RegExp[] = [
  /(maximum|max|model'?s?) (context|prompt) (length|window|size)/i,
  /context (length|window|size|limit)[^.]{0,80}(exceed|too (long|large|small)|overflow|is only|full)/i,
  /exceed\w*[^.]{0,60}(context (length|window|size|limit)|context limit|maximum number of (input )?tokens|model token limit|(prompt|input) length)/i,
  /longer than the (model'?s )?(maximum|max|context)/i,
  /(greater|larger|longer|more) than (the )?(max_seq_len|maximum model length|context|model input length|max_model_len|maximum input)/i,
  /(prompt|input|request|conversation) (is|was) too (long|large) for (the |this |requested )?(model|context)/i,
  /(prompt|input) is too long/i,
  /too many (input |prompt )?tokens\b(?!.{0,40}per (minute|day|min))/i,
  /context (the )?overflow/i,
  /`?inputs`? (tokens|must have less than)/i,
  /token count[^.]{0,40}exceeds/i,
  /prompt exceeds max length/i,
  /range of input length/i,
  /context shift is disabled/i,
  /reduce the length of the (messages|prompt|input)/i,
];

/** Whether a request is longer than what the model can hold, and not only faster than allowed or longer than asked for. */
export function isContextFull({ message, code, type }: ServerError): boolean {
  if (contextCodes.test(`${code ?? ''} ${type ?? ''}`)) return true;
  if (/per (minute|day|hour)|\b(TPM|TPD|RPM)\b/.test(message)) return false;
  return contextWords.some((words) => words.test(message));
}

const formatWords: readonly RegExp[] = [
  /response_?format|json_?schema|json_?object|structured[ _]outputs?|guided[ _](json|decoding)|grammar/i,
  /tool_choice|tool choice|enable-auto-tool|tool-call-parser|--jinja/i,
  /\b(tools?|function[ _]call(s|ing)?)\b.{0,40}(not|n't|no longer) (be )?(support|available|allowed|enabled|use)/i,
  /not? (support|endpoints?|provider)[^.]{0,60}\b(tools?|tool use|function[ _]call(s|ing)?)\b/i,
  /(handle|support)s?( all)? (of )?the requested parameters/i,
  /unsupported (parameter|param|field)s?[^.]{0,40}\b(tools?|tool_choice|response_format|functions?)\b/i,
  /max_completion_tokens/i,
];

/** Whether a server refuses the way of asking. Narrow on purpose: a bad temperature is no matter of the format. */
export function concernsFormat(status: number, { message, param }: ServerError): boolean {
  if (status === 401 || status === 402) return false;
  if (param !== undefined && /^(response_format|tool|max_(completion_)?tokens$)/.test(param)) return true;
  return formatWords.some((words) => words.test(message));
}

/** Whether an error says that no tools are taken at all. */
export function concernsTools(message: string): boolean {
  return /tool|function[ _]call|--jinja|requested parameters/i.test(message);
}

export function concernsCredit(status: number, { code, type, message }: ServerError): boolean {
  if (status === 402 || code === 'insufficient_quota' || type === 'insufficient_quota') return true;
  return status < 500 && status !== 429 && /credit balance is too low|insufficient (credits?|balance|funds)/i.test(message);
}

export function concernsKey({ code, message }: ServerError): boolean {
  return (
    code === 'invalid_api_key' ||
    /(incorrect|invalid|missing|no) api[ _-]?key|api[ _-]?key (is )?(not valid|invalid)/i.test(message)
  );
}

export function concernsModel({ code, message }: ServerError): boolean {
  if (code === 'model_not_found') return true;
  return (
    /(invalid|unknown|no such) model|not a valid model|model [^.]{0,80}(does not exist|not found|not exist)|unexpected endpoint|no route/i.test(
      message,
    ) && !/parameter/i.test(message)
  );
}

/** Whether a right is missing for what one request holds. */
export function concernsOneRequest({ code, type, message }: ServerError): boolean {
  return /moderation|flagged|content[ _](filter|policy)|safety|unsafe|guardrail/i.test(`${code ?? ''} ${type ?? ''} ${message}`);
}
