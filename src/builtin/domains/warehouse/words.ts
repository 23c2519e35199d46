import type { Product } from './design.ts';

/** "folding tables", "cans of wood varnish" */
export function several(product: Product): string {
  const [first = '', ...rest] = product.name.split(' of ');
  return [/(s|x|ch)$/.test(first) ? `${first}es` : `${first}s`, ...rest].join(' of ');
}

/** "one desk lamp", "12 cans of wood varnish" */
export function pieces(product: Product, quantity: number): string {
  return quantity === 1 ? `one ${product.name}` : `${quantity} ${several(product)}`;
}
