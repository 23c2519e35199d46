import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { messageOf } from '../../base/errors.ts';
import { isObject } from '../../base/json.ts';
import { suggestion } from '../../base/nearest.ts';
import type { Tool } from '../../domain/environment/environment.ts';
import { patternOf } from '../../domain/patterns/pattern.ts';
import { SandboxError } from '../sandbox-error.ts';

/** The arguments of a call as JSON text, or what is wrong with them in words that an agent can act on. */
export type ArgumentsValidator = (args: unknown) => { readonly text: string } | { readonly problem: string };

/** Validators for tools, by name. Throws a SandboxError for a schema that is not one. */
export function argumentsValidators(tools: readonly Tool[]): ReadonlyMap<string, ArgumentsValidator> {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    verbose: true,
    code: { regExp: Object.assign(linearPattern, { code: 'linearPattern' }) },
  });
  ajv.addFormat('date', isDate);
  ajv.addFormat('date-time', isDateTime);
  return new Map(tools.map((tool) => [tool.name, validatorOf(tool, compile(ajv, tool))]));
}

/** A pattern of a tool's schema as ajv wants it. ajv tells patterns apart by their text. */
function linearPattern(source: string): { test(text: string): boolean; toString(): string } {
  const pattern = patternOf(source);
  return { test: (text) => pattern.test(text), toString: () => `/${source}/u` };
}

function compile(ajv: Ajv, tool: Tool): ValidateFunction {
  try {
    return ajv.compile(tool.parameters);
  } catch (cause) {
    throw new SandboxError(
      `The parameters of the tool ${tool.name} are not a valid JSON Schema: ${messageOf(cause)}`,
      { kind: 'tool-schema', tool: tool.name, parameters: tool.parameters },
      { cause },
    );
  }
}

function validatorOf(tool: Tool, validate: ValidateFunction): ArgumentsValidator {
  const properties = isObject(tool.parameters.properties) ? Object.keys(tool.parameters.properties) : [];
  return (args) => {
    const text = jsonText(args);
    if (text === undefined) return { problem: `Invalid arguments for ${tool.name}: they are not JSON.` };
    // What is judged is what the tool will get: the text, read again.
    if (validate(JSON.parse(text))) return { text };
    const problems = [...new Set((validate.errors ?? []).flatMap((error) => describe(error, properties)))];
    return { problem: `Invalid arguments for ${tool.name}: ${problems.join('; ')}.` };
  };
}

function jsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

/** One sentence part: which argument, what was expected, what came. Nothing for errors that only sum up others. */
function describe(error: ErrorObject, properties: readonly string[]): string[] {
  const name = argumentName(error.instancePath);
  const came = shown(error.data);
  const params: Record<string, unknown> = error.params;
  switch (error.keyword) {
    case 'required':
      return [`${argumentName(`${error.instancePath}/${String(params.missingProperty)}`)} is required but was not given`];
    case 'additionalProperties': {
      const extra = String(params.additionalProperty);
      const hint = error.instancePath === '' ? suggestion(extra, properties) : '';
      return [`${argumentName(`${error.instancePath}/${extra}`)} is not an argument of this tool.${hint}`.replace(/\.$/, '')];
    }
    case 'type':
      return [`${name} must be ${typeWords(params.type)}, but got ${came}`];
    case 'enum':
      return [`${name} must be one of ${listed(params.allowedValues)}, but got ${came}`];
    case 'const':
      return [`${name} must be ${JSON.stringify(params.allowedValue)}, but got ${came}`];
    case 'pattern':
      return [`${name} must match the pattern ${String(params.pattern)}, but got ${came}`];
    case 'format':
      return [`${name} must be ${formatWords(String(params.format))}, but got ${came}`];
    case 'minimum':
      return [`${name} must be at least ${String(params.limit)}, but got ${came}`];
    case 'maximum':
      return [`${name} must be at most ${String(params.limit)}, but got ${came}`];
    case 'minLength':
      return [`${name} must have at least ${String(params.limit)} characters, but got ${came}`];
    case 'maxLength':
      return [`${name} must have at most ${String(params.limit)} characters, but got ${came}`];
    case 'minItems':
      return [`${name} must have at least ${String(params.limit)} items, but got ${came}`];
    case 'maxItems':
      return [`${name} must have at most ${String(params.limit)} items, but got ${came}`];
    case 'anyOf':
    case 'oneOf':
    case 'if':
      return [];
    default:
      return [`${name} ${error.message ?? 'is not valid'}, but got ${came}`];
  }
}

/** "/items/0/sku" as "items[0].sku". */
function argumentName(path: string): string {
  if (path === '') return 'the arguments';
  const keys = path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return `"${keys.map((key, index) => (/^\d+$/.test(key) && index > 0 ? `[${key}]` : index > 0 ? `.${key}` : key)).join('')}"`;
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map((value) => JSON.stringify(value)).join(', ') : shown(values);
}

function typeWords(type: unknown): string {
  const words: Record<string, string> = {
    string: 'a string',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    array: 'a list',
    object: 'an object',
    null: 'null',
  };
  const types = Array.isArray(type) ? type : String(type).split(',');
  return types.map((one) => words[String(one)] ?? String(one)).join(' or ');
}

function formatWords(format: string): string {
  if (format === 'date') return 'a date that exists, like 2026-03-09';
  if (format === 'date-time') return 'a UTC date-time like 2026-03-09T14:30:00Z';
  return `in the format ${format}`;
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

function isDateTime(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/.test(text)) return false;
  return isDate(text.slice(0, 10)) && !Number.isNaN(new Date(text).getTime()) && !text.includes('T24');
}
