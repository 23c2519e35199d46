import { SourceMap } from 'node:module';
import type { Script } from './compile/compiler.ts';

/** Says where in the module a stack of the loaded script points to: " (line 12)", innermost first, or nothing. */
export function locator(script: Script, source: string): (stack: string) => string {
  let map: SourceMap | undefined;
  const lines = source.split('\n');
  return (stack) => {
    // The generated script has no file name; its call sites are the ones in an evaluated text.
    const site = /<anonymous>:(\d+):(\d+)/.exec(stack);
    if (!site) return '';
    map ??= new SourceMap(JSON.parse(script.map));
    const entry = map.findEntry(Number(site[1]) - 1, Number(site[2]) - 1);
    if (!('originalLine' in entry) || entry.originalLine === undefined) return '';
    const text = lines[entry.originalLine]?.trim() ?? '';
    return ` (line ${entry.originalLine + 1}: ${text.slice(0, 120)})`;
  };
}
