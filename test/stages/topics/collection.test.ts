import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/base/errors.ts';
import { type CollectionProblem, readCollections } from '../../../src/stages/topics/collection.ts';
import { temporaryFiles } from './support/temporary-files.ts';

async function read(files: Readonly<Record<string, string | Uint8Array>>, paths: readonly string[] = Object.keys(files)) {
  const directory = temporaryFiles(files);
  const problems: CollectionProblem[] = [];
  const collections = await readCollections(
    paths.map((path) => join(directory, path)),
    (problem) => problems.push(problem),
  );
  const tasks = collections.flatMap((collection) => collection.tasks);
  return { collections, problems, tasks, texts: tasks.map((task) => task.text) };
}

const chat = (content: unknown): string =>
  JSON.stringify({
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content },
      { role: 'user', content: 'Later.' },
    ],
  });

describe('task collections', () => {
  const good: readonly { name: string; file: string; content: string; texts: string[] }[] = [
    { name: 'the field "text"', file: 'a.jsonl', content: '{"text": "Book it."}', texts: ['Book it.'] },
    { name: 'the field "task"', file: 'a.jsonl', content: '{"id": 3, "task": "Book it."}', texts: ['Book it.'] },
    { name: 'the field "prompt"', file: 'a.jsonl', content: '{"prompt": "Book it."}', texts: ['Book it.'] },
    { name: 'the field "instruction"', file: 'a.jsonl', content: '{"instruction": "Book it."}', texts: ['Book it.'] },
    { name: 'the field "question"', file: 'a.ndjson', content: '{"question": "Book it?"}', texts: ['Book it?'] },
    { name: 'strings as lines', file: 'a.jsonl', content: '"Book it."\n"Cancel it."', texts: ['Book it.', 'Cancel it.'] },
    { name: 'the first user message of a chat', file: 'a.jsonl', content: chat('Book it.'), texts: ['Book it.'] },
    {
      name: 'content parts of a message',
      file: 'a.jsonl',
      content: chat([
        { type: 'text', text: 'Book' },
        { type: 'image_url', image_url: {} },
        { type: 'text', text: 'it.' },
      ]),
      texts: ['Book it.'],
    },
    {
      name: 'a chat under "prompt"',
      file: 'a.jsonl',
      content: '{"prompt": [{"role": "user", "content": "Book it."}]}',
      texts: ['Book it.'],
    },
    { name: 'a JSON array', file: 'a.json', content: '[{"text": "Book it."}, "Cancel it."]', texts: ['Book it.', 'Cancel it.'] },
    { name: 'lines of plain text', file: 'a.txt', content: 'Book it.\n\nCancel it.\n', texts: ['Book it.', 'Cancel it.'] },
    {
      name: 'Markdown lists without headings',
      file: 'a.md',
      content: '# Requests\n\n- Book it.\n* [ ] Cancel it.\n2. Move it.\n',
      texts: ['Book it.', 'Cancel it.', 'Move it.'],
    },
    {
      name: 'a byte order mark and CRLF',
      file: 'a.jsonl',
      content: '\uFEFF{"text": "Book it."}\r\n\r\n{"text": "Go."}\r\n',
      texts: ['Book it.', 'Go.'],
    },
    { name: 'a byte order mark in a JSON array', file: 'a.json', content: '\uFEFF["Book it."]', texts: ['Book it.'] },
    { name: 'white space made plain', file: 'a.jsonl', content: '{"text": "  Book\\n\\n it.\\t"}', texts: ['Book it.'] },
    { name: 'an extension in capitals', file: 'A.JSONL', content: '"Book it."', texts: ['Book it.'] },
  ];
  it.each(good)('are read with $name', async ({ file, content, texts }) => {
    const result = await read({ [file]: content });
    expect(result.texts).toEqual(texts);
    expect(result.problems).toEqual([]);
  });

  const malformed: readonly { name: string; line: string; message: RegExp }[] = [
    { name: 'broken JSON', line: '{"text": "Book', message: /^is not JSON/ },
    { name: 'a number', line: '17', message: /expected a string or an object, found a number/ },
    { name: 'null', line: 'null', message: /found null/ },
    { name: 'no field with a request', line: '{"utterance": "Book it."}', message: /text, task, prompt.*its fields: utterance/ },
    { name: 'an empty request', line: '{"text": "  "}', message: /empty/ },
    { name: 'a chat without a user', line: '{"messages": [{"role": "system", "content": "x"}]}', message: /role "user"/ },
    {
      name: 'a message without text',
      line: '{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}',
      message: /no text part/,
    },
    { name: 'a document', line: JSON.stringify({ text: 'x'.repeat(8001) }), message: /8001 characters/ },
    { name: 'NUL characters', line: '{"text": "a\\u0000b"}', message: /NUL/ },
  ];
  it.each(malformed)('skip and report a line with $name', async ({ line, message }) => {
    const { problems, tasks, collections } = await read({ 'a.jsonl': `"First."\n\n${line}\n"Last."\n` });
    expect(problems).toEqual([{ file: 'a.jsonl', line: 3, message: expect.stringMatching(message) }]);
    expect(collections[0]?.problems).toBe(1);
    expect(tasks.map((task) => [task.source.line, task.text])).toEqual([
      [1, 'First.'],
      [4, 'Last.'],
    ]);
  });

  it('report bytes that are not UTF-8', async () => {
    const latin1 = Buffer.from('"Réservez."\n"Book it."\n', 'latin1');
    const { problems, texts } = await read({ 'a.jsonl': latin1 });
    expect(problems).toEqual([{ file: 'a.jsonl', line: 1, message: expect.stringContaining('UTF-8') }]);
    expect(texts).toEqual(['Book it.']);
  });

  it('report an item of a JSON array by its position', async () => {
    const { problems } = await read({ 'a.json': '["Book it.", 5]' });
    expect(problems).toEqual([{ file: 'a.json', line: 2, message: expect.stringContaining('a number') }]);
  });

  it('drop and count repetitions, within a file and across files, whatever their case', async () => {
    const { collections, texts } = await read({ 'a.txt': 'Book it.\nbook  IT.\n', 'b.txt': 'Book it.\nGo.\n' });
    expect(texts).toEqual(['Book it.', 'Go.']);
    expect(collections.map(({ file, duplicates }) => [file, duplicates])).toEqual([
      ['a.txt', 1],
      ['b.txt', 1],
    ]);
  });

  it('carry what the file says of origin and licence', async () => {
    const { tasks } = await read({
      'a.jsonl': '{"text": "Book it.", "origin": "letters", "license": "MIT"}\n{"text": "Go.", "origin": 7}',
    });
    expect(tasks.map((task) => task.source)).toEqual([
      { file: 'a.jsonl', line: 1, origin: 'letters', licence: 'MIT' },
      { file: 'a.jsonl', line: 2 },
    ]);
  });

  it('are found in directories in order of name; other files and those about the directory are passed over', async () => {
    const { collections } = await read(
      { 'set/b.txt': 'B.', 'set/a/z.jsonl': '"Z."', 'set/README.md': 'Read me.', 'set/LICENSE.txt': 'MIT', 'set/x.yaml': 'x: 1' },
      ['set'],
    );
    expect(collections.map(({ file }) => file)).toEqual(['a/z.jsonl', 'b.txt']);
  });

  it('are named without their directories, and with as much of them as tells two apart', async () => {
    const files = { 'one/in/tasks.txt': 'A.', 'two/in/tasks.txt': 'B.', 'two/other.txt': 'C.' };
    const { collections } = await read(files);
    expect(collections.map(({ file }) => file)).toEqual(['one/in/tasks.txt', 'two/in/tasks.txt', 'other.txt']);
  });

  it('are read once when a file is named twice', async () => {
    const { collections } = await read({ 'set/a.txt': 'A.' }, ['set', 'set/a.txt', 'set/../set/a.txt']);
    expect(collections).toHaveLength(1);
  });

  it('may be larger than what is looked at for NUL bytes', async () => {
    const lines = Array.from({ length: 5000 }, (_, index) => JSON.stringify({ text: `Request number ${index}.` }));
    const { tasks, problems } = await read({ 'a.jsonl': lines.join('\n') });
    expect(tasks).toHaveLength(5000);
    expect(problems).toEqual([]);
  });

  const refused: readonly { name: string; files: Record<string, string | Uint8Array>; path: string; message: RegExp }[] = [
    {
      name: 'a missing file',
      files: { 'tasks.jsonl': '"A."' },
      path: 'taks.jsonl',
      message: /taks\.jsonl: no such file.*"tasks\.jsonl"/,
    },
    { name: 'an empty file', files: { 'a.txt': '' }, path: 'a.txt', message: /a\.txt: is empty/ },
    { name: 'a file of blank lines', files: { 'a.jsonl': '\n \n' }, path: 'a.jsonl', message: /is empty/ },
    { name: 'a binary file', files: { 'a.txt': Uint8Array.of(80, 75, 3, 4, 0, 0) }, path: 'a.txt', message: /binary file/ },
    { name: 'an unknown extension', files: { 'a.csv': 'text\nA.' }, path: 'a.csv', message: /"\.csv".*\.jsonl/ },
    { name: 'a name without extension', files: { tasks: 'A.' }, path: 'tasks', message: /no extension/ },
    {
      name: 'a directory without a collection',
      files: { 'set/a.yaml': 'x' },
      path: 'set',
      message: /no task collection \(\.jsonl/,
    },
    { name: 'JSON that is no array', files: { 'a.json': '{"text": "A."}' }, path: 'a.json', message: /one array.*\.jsonl/ },
    {
      name: 'a broken JSON array',
      files: { 'a.json': '{"text": "A."}\n{"text": "B."}' },
      path: 'a.json',
      message: /is not JSON.*\.jsonl/,
    },
    {
      name: 'a file without one usable line',
      files: { 'a.jsonl': '1\n2\n' },
      path: 'a.jsonl',
      message: /no usable task \(2 malformed\)/,
    },
  ];
  it.each(refused)('are refused with advice: $name', async ({ files, path, message }) => {
    const failure = await read(files, [path]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toHaveProperty('message', expect.stringMatching(message));
  });

  it('have to be named', async () => {
    await expect(readCollections([], () => {})).rejects.toThrow(/--tasks/);
  });
});
