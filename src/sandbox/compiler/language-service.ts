import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { declarations } from './declarations.ts';

/** The names under which the compiler sees the texts. */
export const MODULE_FILE = '/environment.ts';
export const CHECKS_FILE = '/checks.ts';
const DECLARATIONS_FILE = '/declarations.d.ts';

/** Whether a file the compiler names is one of these texts, and not part of the language's library. */
export function isOwnText(file: string): boolean {
  return file === MODULE_FILE || file === CHECKS_FILE || file === DECLARATIONS_FILE;
}

const compilerOptions: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  // Node 20 has the array methods of ES2023 and nothing later.
  lib: ['lib.es2022.d.ts', 'lib.es2023.array.d.ts'],
  types: [],
  strict: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: false,
  allowImportingTsExtensions: true,
  noEmit: true,
};

/** A compiler that stays warm: the language's own library is parsed once. */
export interface LanguageService {
  /** A program over the environment's module and, where given, a module of checks on it. */
  program(texts: { readonly module: string; readonly checks?: string | undefined }): ts.Program;
}

export function createLanguageService(): LanguageService {
  const texts = new Map<string, { text: string; version: number }>([[DECLARATIONS_FILE, { text: declarations, version: 1 }]]);
  const libraries = dirname(createRequire(import.meta.url).resolve('typescript'));
  let versions = 1;

  const put = (file: string, text: string | undefined): void => {
    if (text === undefined) texts.delete(file);
    else if (texts.get(file)?.text !== text) texts.set(file, { text, version: ++versions });
  };
  /** Nothing but the given texts and the language's library exists for the compiler. */
  const read = (file: string): string | undefined =>
    texts.get(file)?.text ?? (dirname(file) === libraries ? ts.sys.readFile(file) : undefined);

  const service = ts.createLanguageService(
    {
      getCompilationSettings: () => compilerOptions,
      getScriptFileNames: () => [...texts.keys()],
      getScriptVersion: (file) => String(texts.get(file)?.version ?? 0),
      getScriptSnapshot: (file) => {
        const text = read(file);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => '/',
      getDefaultLibFileName: (options) => join(libraries, ts.getDefaultLibFileName(options)),
      fileExists: (file) => read(file) !== undefined,
      readFile: read,
      directoryExists: (folder) => folder === '/' || folder === libraries,
      getDirectories: () => [],
    },
    ts.createDocumentRegistry(),
  );

  return {
    program({ module, checks }) {
      put(MODULE_FILE, module);
      put(CHECKS_FILE, checks);
      const program = service.getProgram();
      if (!program) throw new Error('The compiler gave no program.');
      return program;
    },
  };
}
