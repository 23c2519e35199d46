import MagicString from 'magic-string';
import { blankSourceFile } from 'ts-blank-space';
import ts from 'typescript';
import { helperNames } from '../../domain/checks/helpers.ts';
import type { ScriptHost } from '../protocol.ts';
import { type BranchPlan, marksAt } from './branches.ts';
import { type HostNames, hostNames } from './host-names.ts';
import { defuseForSes } from './ses-text.ts';
import { stepsAt } from './steps.ts';

/**
 * The script of a module: its own text without types and module syntax, in which steps are counted and, with a plan, branches
 * noted. Nothing is printed anew, so that every line stays where it is and an error's line in the script is that of the module.
 * `exports` says what the script gives back, as an expression.
 */
export function emit(file: ts.SourceFile, exports: (names: HostNames) => string, plan?: BranchPlan): string {
  const names = hostNames(file.text);
  const text = new MagicString(blankSourceFile(file));
  const visit = (node: ts.Node): void => {
    const pieces = [...stepsAt(node, names), ...(plan ? marksAt(node, plan, names.mark) : [])];
    for (const { from, before } of pieces) text.appendRight(from, before);
    ts.forEachChild(node, visit);
    for (const { to, after } of pieces.reverse()) text.appendLeft(to, after);
  };
  ts.forEachChild(file, visit);
  dropModuleSyntax(file, text);
  defuseForSes(file, text);
  const { host, tick, harden, mark } = names;
  const given = `{ ${[...scriptNames, ...helperNames].join(', ')}, tick: ${tick}, harden: ${harden}, mark: ${mark} }`;
  // The last line may be a comment, the first one must stay the first. In a block of its own the module may use any name.
  return `(function (${host}) { 'use strict'; const ${given} = ${host}; { ${text.toString()}\nreturn ${exports(names)};\n} })`;
}

/** What a script is given by name besides the helpers of checks: the base class and the envelopes of results. */
const scriptNames: readonly (keyof ScriptHost)[] = ['Environment', 'ok', 'done', 'fail'];

/** A script has no exports and imports: what marks the text as a module goes. */
function dropModuleSyntax(file: ts.SourceFile, text: MagicString): void {
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement))
      text.update(statement.getStart(file), statement.end, ';');
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    for (const modifier of modifiers)
      if (modifier.kind === ts.SyntaxKind.ExportKeyword) text.update(modifier.getStart(file), modifier.end, ' ');
  }
}
