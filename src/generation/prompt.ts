import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Liquid, type Template } from 'liquidjs';
import { UserError } from '../base/errors.ts';
import { hashText } from '../base/hash.ts';
import { isObject } from '../base/json.ts';
import { suggestion } from '../base/nearest.ts';
import { recordLines, typeNotation } from './work/notation.ts';

/** A prompt ready to be sent. */
export interface Prompt {
  /** The same for every input, so that providers can reuse it from their prompt caches. */
  readonly system: string;
  readonly user: string;
}

/** The prompt files of a folder. */
export interface Prompts {
  /** Fills a prompt with the fields of an input. Text that comes from the input is never read as template code. */
  render(file: string, input: unknown): Prompt;
  /** Bytes of the file. */
  size(file: string): number;
  /** SHA-256 of the file; enters fingerprints, so that a changed prompt re-runs exactly what it wrote. */
  hash(file: string): string;
}

/**
 * Opens the prompt files (*.md) of a folder. Each has a `# System` and a `# User` part, written in Liquid; the system part
 * takes no variables. Throws a UserError for a file that does not exist or does not have this form.
 */
export function openPrompts(directory: string): Prompts {
  const liquid = new Liquid({ strictVariables: true, strictFilters: true, lenientIf: true, ownPropertyOnly: true });
  liquid.registerFilter('one_line', (text: unknown) => String(text).replace(/\s+/g, ' ').trim());
  liquid.registerFilter('type', typeNotation);
  liquid.registerFilter('lines', recordLines);
  const opened = new Map<string, OpenedPrompt>();
  const open = (file: string): OpenedPrompt => {
    const known = opened.get(file);
    if (known) return known;
    const prompt = openPrompt(liquid, directory, file);
    opened.set(file, prompt);
    return prompt;
  };
  return {
    hash: (file) => open(file).hash,
    size: (file) => open(file).size,
    render(file, input) {
      if (!isObject(input)) throw new Error(`${file}: a prompt is filled with an object`);
      const prompt = open(file);
      return { system: prompt.system, user: String(liquid.renderSync(prompt.user, input)).trim() };
    },
  };
}

interface OpenedPrompt {
  readonly size: number;
  readonly hash: string;
  readonly system: string;
  readonly user: Template[];
}

function openPrompt(liquid: Liquid, directory: string, file: string): OpenedPrompt {
  const files = readdirSync(directory).filter((name) => name.endsWith('.md'));
  if (!files.includes(file)) throw new UserError(`There is no prompt file "${file}" in ${directory}.${suggestion(file, files)}`);
  const text = readFileSync(join(directory, file), 'utf8');
  const parts = /^# System\n([\s\S]*?)\n# User\n([\s\S]*)$/.exec(text.replaceAll('\r\n', '\n').trim());
  const [system, user] = [parts?.[1]?.trim(), parts?.[2]?.trim()];
  if (!system || !user) throw new UserError(`The prompt file "${file}" must have a part "# System" and then a part "# User".`);
  return {
    size: Buffer.byteLength(text),
    hash: hashText(text),
    system: String(liquid.parseAndRenderSync(system, {})),
    user: liquid.parse(user),
  };
}
