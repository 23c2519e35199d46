import { linesOf } from '../../../base/text-file.ts';
import { type Reading, requestOfText } from './request.ts';
import type { TaskSource } from './source.ts';

/** Plain text: one request per line. */
export const plainText: TaskSource = {
  name: 'plain text',
  extensions: ['.txt'],
  async *read(path) {
    for await (const { line, text } of linesOf(path)) yield { line, reading: requestOfText(text) };
  },
};

/** Markdown: one request per line; headings are passed over and list marks taken off. */
export const markdown: TaskSource = {
  name: 'Markdown',
  extensions: ['.md'],
  async *read(path) {
    for await (const { line, text } of linesOf(path)) {
      if (/^(#{1,6}\s|-{3,}$|```)/.test(text)) continue;
      yield { line, reading: withoutListMark(text) };
    }
  },
};

function withoutListMark(text: string): Reading {
  return requestOfText(text.replace(/^([-*+]|\d+[.)])\s+(\[[ xX]\]\s+)?/, ''));
}
