import ts from 'typescript';
import type { HostNames } from './host-names.ts';
import { ahead, atHead, type Insertion } from './insertion.ts';

/**
 * What counts the steps of a script: a call at the head of every loop round and function. Values of the module's level are
 * frozen besides.
 */
export function stepsAt(node: ts.Node, { tick, harden }: HostNames): Insertion[] {
  const { parent } = node;
  if (ts.isIterationStatement(parent, false) && parent.statement === node) return [atHead(node, `${tick}();`)];
  if (ts.isFunctionLike(parent) && 'body' in parent && parent.body === node)
    return [ts.isBlock(node) ? atHead(node, `${tick}();`) : ahead(node, `${tick}()`)];
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isSourceFile(parent.parent.parent.parent))
    return [{ from: node.getStart(), before: `${harden}(`, to: node.end, after: ')' }];
  return [];
}
