import { createHash } from 'node:crypto';
import ts from 'typescript';
import { source, writeTools } from './episode.mjs';

const ok = (data) => ({ success: true, data });
const done = (message) => ({ success: true, message });
const fail = (error) => ({ success: false, error });

/** The base class with nothing but its promises to well-behaved code: no freezing, no transactions, no difference. */
class Environment {
  constructor({ state, seed, start }) {
    this.state = state;
    this.seed = seed;
    this.begin = Date.parse(start);
    this.writes = 0;
    this.ids = 0;
  }
  now() {
    return `${new Date(this.begin + this.writes * 60_000).toISOString().slice(0, 19)}Z`;
  }
  today() {
    return this.now().slice(0, 10);
  }
  daysBetween(from, to) {
    return Math.trunc((Date.parse(to) - Date.parse(from)) / 86_400_000);
  }
  newId(prefix) {
    for (;;) {
      const text = JSON.stringify([this.seed, 'id', this.ids++]);
      const fraction = createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
      const id = `${prefix}-${1000 + Math.floor(fraction * 9000)}`;
      if (!Object.values(this.state).some((collection) => Object.hasOwn(collection, id))) return id;
    }
  }
}

const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
const script = `${outputText.replace(/^export (?!\{)/gm, '').replace(/^export \{.*$/gm, '')}\nreturn PartsShop;`;
const PartsShop = new Function('Environment', 'ok', 'done', 'fail', script)(Environment, ok, done, fail);
const writes = new Set(writeTools);

/** The physical floor: an episode in this very process, with no sandbox, no validation and no difference. */
export function playBare(episode, calls) {
  const shop = new PartsShop({ ...episode, state: structuredClone(episode.state) });
  for (const { tool, arguments: args } of calls) {
    const result = shop[tool](args);
    if (result.success && writes.has(tool)) shop.writes++;
    JSON.stringify(result);
  }
  return shop.state;
}
