import type ts from 'typescript';
import type { ValueType } from '../../domain/environment/value-type.ts';
import type { Entities } from './design.ts';

/** The names of `kit/environment.ts` that a signature is written with. */

export interface TypeContext {
  readonly ts: typeof ts;
  readonly entities: Entities;
}

export interface Read {
  readonly type: ValueType;
  readonly isNullable: boolean;
  /** Whether it may be `undefined`: an optional argument without a default. */
  readonly isOptional: boolean;
}

/** The type that a type node of a signature stands for, with `null` and `undefined` set apart. Throws for any other. */
export function readType(node: ts.TypeNode, context: TypeContext): Read {
  const { ts } = context;
  const members = ts.isUnionTypeNode(node) ? node.types : [node];
  const isNull = (member: ts.TypeNode): boolean =>
    ts.isLiteralTypeNode(member) && member.literal.kind === ts.SyntaxKind.NullKeyword;
  const isUndefined = (member: ts.TypeNode): boolean => member.kind === ts.SyntaxKind.UndefinedKeyword;
  const rest = members.filter((member) => !isNull(member) && !isUndefined(member));
  return { type: unionType(rest, context), isNullable: members.some(isNull), isOptional: members.some(isUndefined) };
}

function unionType(members: readonly ts.TypeNode[], context: TypeContext): ValueType {
  const [first] = members;
  if (first && members.length === 1 && !isText(first, context)) return singleType(first, context);
  return { kind: 'enum', values: members.map((member) => textOf(member, context)) };
}

function singleType(node: ts.TypeNode, context: TypeContext): ValueType {
  const { ts } = context;
  switch (node.kind) {
    case ts.SyntaxKind.StringKeyword:
      return { kind: 'string' };
    case ts.SyntaxKind.NumberKeyword:
      return { kind: 'number' };
    case ts.SyntaxKind.BooleanKeyword:
      return { kind: 'boolean' };
  }
  if (ts.isParenthesizedTypeNode(node)) return readType(node.type, context).type;
  if (ts.isArrayTypeNode(node)) return { kind: 'list', items: readType(node.elementType, context).type };
  if (ts.isTypeReferenceNode(node)) return namedType(node, context);
  if (ts.isIndexedAccessTypeNode(node)) return attributeType(node, context);
  if (ts.isTypeLiteralNode(node))
    return {
      kind: 'object',
      fields: node.members.filter(ts.isPropertySignature).map((member) => {
        if (!member.type) throw new Error(`${member.getText()} has no type`);
        const { type, isNullable } = readType(member.type, context);
        return { name: member.name.getText(), description: '', type, ...(isNullable ? { nullable: true } : {}) };
      }),
    };
  throw new Error(`"${node.getText()}" is not a type of operations`);
}

function namedType(node: ts.TypeReferenceNode, context: TypeContext): ValueType {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  switch (name) {
    case 'Ref':
      return { kind: 'reference', entity: first?.getText() ?? '' };
    case 'Integer':
      return { kind: 'integer', ...boundsOf(first, second) };
    case 'Decimal':
      return { kind: 'number', ...boundsOf(first, second) };
    case 'Day':
      return { kind: 'date' };
    case 'Instant':
      return { kind: 'datetime' };
    case 'Text':
      return { kind: 'string', pattern: first ? textOf(first, context) : '' };
    default:
      if (Object.hasOwn(context.entities, name)) return { kind: 'entity', entity: name };
      throw new Error(`"${name}" is neither an entity nor a type of operations`);
  }
}

/** `Title['genre']` */
function attributeType(node: ts.IndexedAccessTypeNode, context: TypeContext): ValueType {
  const attribute = context.entities[node.objectType.getText()]?.attributes[textOf(node.indexType, context)];
  if (!attribute) throw new Error(`"${node.getText()}" names no attribute of an entity`);
  return attribute.type;
}

function boundsOf(minimum: ts.TypeNode | undefined, maximum: ts.TypeNode | undefined): { minimum?: number; maximum?: number } {
  const bound = (node: ts.TypeNode | undefined): number | undefined =>
    node === undefined || node.getText() === 'undefined' ? undefined : Number(node.getText().replaceAll('_', ''));
  const [low, high] = [bound(minimum), bound(maximum)];
  return { ...(low === undefined ? {} : { minimum: low }), ...(high === undefined ? {} : { maximum: high }) };
}

function isText(node: ts.TypeNode, { ts }: TypeContext): boolean {
  return ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal);
}

function textOf(node: ts.TypeNode, { ts }: TypeContext): string {
  if (ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal)) return node.literal.text;
  throw new Error(`"${node.getText()}" should be a text`);
}
