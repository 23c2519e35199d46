import ts from 'typescript';
import { episodeParts } from '../../domain/checks/episode.ts';
import type { Branch, Diagnostic } from '../sandbox.ts';
import { type BranchPlan, planBranches } from './branches.ts';
import { diagnose } from './diagnose.ts';
import { emit } from './emit.ts';
import { CHECKS_FILE, createLanguageService, type LanguageService, MODULE_FILE } from './language-service.ts';

/** What generated code becomes for the sandbox. A `script` is one function expression; its lines are those of the module. */
export interface CompiledModule {
  /** Empty when the module may be run. */
  readonly diagnostics: readonly Diagnostic[];
  /** undefined where the text breaks the grammar. */
  readonly script: string | undefined;
  /** The same script, telling which branches it takes, and what they are. Made when first asked for. */
  traced(): { readonly script: string; readonly branches: readonly Branch[] };
}

/** Checks are compiled together; one with problems does not stand in the way of the others. */
export interface CompiledChecks {
  readonly script: string;
  readonly problems: ReadonlyMap<string, readonly Diagnostic[]>;
}

export interface Compiler {
  compileModule(source: string): CompiledModule;
  compileChecks(source: string, checks: readonly { readonly id: string; readonly source: string }[]): CompiledChecks;
}

/**
 * One warm compiler for all modules. The first takes about 0.5 s. A module of 400 lines takes 0.12 s after that, and about half of it
 * once the engine has optimised the type checker, which it does over the first ten.
 */
export function createCompiler(): Compiler {
  const service = createLanguageService();
  return {
    compileModule: (source) => compileModule(service, source),
    compileChecks: (source, checks) => compileChecks(service, source, checks),
  };
}

function compileModule(service: LanguageService, source: string): CompiledModule {
  const program = service.program({ module: source });
  const file = sourceFile(program, MODULE_FILE);
  return {
    diagnostics: diagnose(program, file, 'environment'),
    script: program.getSyntacticDiagnostics(file).length > 0 ? undefined : emitModule(file),
    traced() {
      const again = ts.createSourceFile(MODULE_FILE, source, ts.ScriptTarget.ES2022, true);
      const plan = planBranches(again);
      return { script: emitModule(again, plan), branches: plan.branches };
    },
  };
}

/** The script of a module, without a look at its diagnostics. */
function emitModule(file: ts.SourceFile, plan?: BranchPlan): string {
  const name = file.statements.find(ts.isClassDeclaration)?.name?.text ?? 'undefined';
  const hasInvariants = file.statements.some(
    (statement) =>
      ts.isVariableStatement(statement) &&
      statement.declarationList.declarations.some((one) => one.name.getText(file) === 'invariants'),
  );
  const invariants = hasInvariants ? 'invariants' : '{}';
  return emit(file, ({ harden }) => `{ environment: ${harden}(${name}), invariants: ${invariants} }`, plan);
}

function sourceFile(program: ts.Program, path: string): ts.SourceFile {
  const file = program.getSourceFile(path);
  if (!file) throw new Error(`The compiler lost ${path}.`);
  return file;
}

function compileChecks(
  service: LanguageService,
  module: string,
  checks: readonly { readonly id: string; readonly source: string }[],
): CompiledChecks {
  const problems = new Map<string, readonly Diagnostic[]>();
  for (const check of checks) {
    const problem = shapeProblem(check.source);
    if (problem) problems.set(check.id, [problem]);
  }
  let sound = checks.filter((check) => !problems.has(check.id));
  let made = program(service, module, sound);
  const next = (): void => {
    sound = sound.filter((check) => !problems.has(check.id));
    made = program(service, module, sound);
  };
  if (made.program.getSyntacticDiagnostics(made.file).length > 0) {
    // A check that breaks the grammar can spoil the one after it: it is found by itself.
    for (const check of sound) {
      const problem = grammarProblem(check.source);
      if (problem) problems.set(check.id, [problem]);
    }
    next();
  }
  const found = diagnose(made.program, made.file, 'checks');
  for (const diagnostic of found) {
    const check = made.checkAt(diagnostic.line);
    problems.set(check.id, [...(problems.get(check.id) ?? []), { ...diagnostic, line: diagnostic.line - check.firstLine + 1 }]);
  }
  if (found.length > 0) next();
  return { script: emit(made.file, () => '{ checks }'), problems };
}

/** A check must be one arrow function and nothing beside it, so that it holds no state and cannot leave its place. */
function shapeProblem(source: string): Diagnostic | undefined {
  const file = ts.createSourceFile('/check.ts', `(${source}\n)`, ts.ScriptTarget.ES2022, true);
  const [statement, ...others] = file.statements;
  const inner =
    statement && ts.isExpressionStatement(statement) && ts.isParenthesizedExpression(statement.expression)
      ? statement.expression.expression
      : undefined;
  if (inner !== undefined && ts.isArrowFunction(inner) && others.length === 0) return undefined;
  return grammarProblem(source) ?? checkProblem('check-shape', 'A check must be one arrow function.');
}

function grammarProblem(source: string): Diagnostic | undefined {
  const { diagnostics = [] } = ts.transpileModule(`(${source}\n)`, {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  const [broken] = diagnostics;
  return broken && checkProblem('syntax', ts.flattenDiagnosticMessageText(broken.messageText, '\n'));
}

function checkProblem(rule: string, message: string): Diagnostic {
  return { line: 1, column: 1, rule, message, advice: `Write ({ ${episodeParts.join(', ')} }) => ...` };
}

interface ChecksProgram {
  readonly program: ts.Program;
  readonly file: ts.SourceFile;
  checkAt(line: number): { readonly id: string; readonly firstLine: number };
}

function program(
  service: LanguageService,
  module: string,
  checks: readonly { readonly id: string; readonly source: string }[],
): ChecksProgram {
  const starts: { id: string; firstLine: number }[] = [];
  let text = "import type { State } from './environment.ts';\nexport const checks: { readonly [id: string]: Check<State> } = {\n";
  let line = 3;
  for (const check of checks) {
    text += `[${JSON.stringify(check.id)}]:\n`;
    starts.push({ id: check.id, firstLine: line + 1 });
    text += `(${check.source}\n),\n`;
    line += 2 + check.source.split('\n').length;
  }
  const made = service.program({ module, checks: `${text}};\n` });
  return {
    program: made,
    file: sourceFile(made, CHECKS_FILE),
    checkAt(at) {
      const found = starts.findLast((start) => start.firstLine <= at + 1) ?? starts[0];
      if (!found) throw new Error('The compiler complained about a module without checks.');
      return found;
    },
  };
}
