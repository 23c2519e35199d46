import ts from 'typescript';
import { escapeForSes } from './ses-text.ts';

/** Names, free in the source, of what the host passes to a script. */
export interface HostNames {
  readonly tick: string;
  readonly harden: string;
  readonly mark: string;
}

/** Names that do not occur in a source text. */
export function hostNames(source: string): HostNames {
  const free = (stem: string): string => {
    let name = stem;
    for (let i = 1; source.includes(name); i++) name = `${stem}${i}`;
    return name;
  };
  return { tick: free('$tick'), harden: free('$harden'), mark: free('$mark') };
}

/**
 * The transformation before emit: a step is counted at the head of every loop round and function, values of the module level
 * are frozen, `export` goes (a script has none), and texts that SES would mistake for code are written with escapes.
 */
export function instrument(names: HostNames): ts.TransformerFactory<ts.SourceFile> {
  return (context) => {
    const { factory } = context;
    const tickCall = (): ts.Expression => factory.createCallExpression(factory.createIdentifier(names.tick), undefined, []);
    const tickStatement = (): ts.Statement => factory.createExpressionStatement(tickCall());
    const ticking = (body: ts.Statement): ts.Block =>
      factory.createBlock([tickStatement(), ...(ts.isBlock(body) ? body.statements : [body])], true);

    const visit = (node: ts.Node): ts.Node => {
      const escaped = escapeForSes(node, factory);
      if (escaped)
        return ts.isStringLiteral(node) || ts.isIdentifier(node) ? escaped : ts.visitEachChild(escaped, visit, context);
      return withTick(ts.visitEachChild(node, visit, context));
    };

    const withTick = (node: ts.Node): ts.Node => {
      if (ts.isForStatement(node))
        return factory.updateForStatement(node, node.initializer, node.condition, node.incrementor, ticking(node.statement));
      if (ts.isForOfStatement(node))
        return factory.updateForOfStatement(node, node.awaitModifier, node.initializer, node.expression, ticking(node.statement));
      if (ts.isForInStatement(node))
        return factory.updateForInStatement(node, node.initializer, node.expression, ticking(node.statement));
      if (ts.isWhileStatement(node)) return factory.updateWhileStatement(node, node.expression, ticking(node.statement));
      if (ts.isDoStatement(node)) return factory.updateDoStatement(node, ticking(node.statement), node.expression);
      if (ts.isArrowFunction(node)) {
        const body = ts.isBlock(node.body)
          ? ticking(node.body)
          : factory.createParenthesizedExpression(
              factory.createComma(tickCall(), factory.createParenthesizedExpression(node.body)),
            );
        return factory.updateArrowFunction(
          node,
          node.modifiers,
          node.typeParameters,
          node.parameters,
          node.type,
          node.equalsGreaterThanToken,
          body,
        );
      }
      return functionWithTick(node);
    };

    const functionWithTick = (node: ts.Node): ts.Node => {
      if (ts.isFunctionExpression(node)) {
        return factory.updateFunctionExpression(
          node,
          node.modifiers,
          node.asteriskToken,
          node.name,
          node.typeParameters,
          node.parameters,
          node.type,
          ticking(node.body),
        );
      }
      if (ts.isFunctionDeclaration(node) && node.body) {
        return factory.updateFunctionDeclaration(
          node,
          node.modifiers,
          node.asteriskToken,
          node.name,
          node.typeParameters,
          node.parameters,
          node.type,
          ticking(node.body),
        );
      }
      if (ts.isMethodDeclaration(node) && node.body) {
        const { modifiers, asteriskToken, name, questionToken, typeParameters, parameters, type } = node;
        return factory.updateMethodDeclaration(
          node,
          modifiers,
          asteriskToken,
          name,
          questionToken,
          typeParameters,
          parameters,
          type,
          ticking(node.body),
        );
      }
      if (ts.isConstructorDeclaration(node) && node.body) {
        return factory.updateConstructorDeclaration(node, node.modifiers, node.parameters, ticking(node.body));
      }
      if (ts.isGetAccessor(node) && node.body) {
        return factory.updateGetAccessorDeclaration(
          node,
          node.modifiers,
          node.name,
          node.parameters,
          node.type,
          ticking(node.body),
        );
      }
      if (ts.isSetAccessor(node) && node.body) {
        return factory.updateSetAccessorDeclaration(node, node.modifiers, node.name, node.parameters, ticking(node.body));
      }
      return node;
    };

    const topLevel = (statement: ts.Statement): ts.Statement => {
      const visited = ts.visitNode(statement, visit, ts.isStatement);
      if (ts.isClassDeclaration(visited)) {
        return factory.updateClassDeclaration(
          visited,
          withoutExport(visited.modifiers),
          visited.name,
          visited.typeParameters,
          visited.heritageClauses,
          visited.members,
        );
      }
      if (!ts.isVariableStatement(visited)) return visited;
      const frozen = visited.declarationList.declarations.map((declaration) =>
        declaration.initializer === undefined
          ? declaration
          : factory.updateVariableDeclaration(
              declaration,
              declaration.name,
              declaration.exclamationToken,
              declaration.type,
              factory.createCallExpression(factory.createIdentifier(names.harden), undefined, [declaration.initializer]),
            ),
      );
      const list = factory.updateVariableDeclarationList(visited.declarationList, frozen);
      return factory.updateVariableStatement(visited, withoutExport(visited.modifiers), list);
    };

    return (file) => factory.updateSourceFile(file, file.statements.map(topLevel));
  };
}

function withoutExport(modifiers: ts.NodeArray<ts.ModifierLike> | undefined): ts.ModifierLike[] | undefined {
  return modifiers?.filter((modifier) => modifier.kind !== ts.SyntaxKind.ExportKeyword);
}

/** The transformation after emit: drops what marks the text as a module. */
export function dropModuleSyntax(): ts.TransformerFactory<ts.SourceFile> {
  return ({ factory }) =>
    (file) =>
      factory.updateSourceFile(
        file,
        file.statements.filter((statement) => !ts.isExportDeclaration(statement) && !ts.isImportDeclaration(statement)),
      );
}
