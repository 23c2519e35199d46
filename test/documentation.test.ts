import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`),
];

describe('the documentation', () => {
  it('has a README that fits on a front page', () => {
    expect(read('README.md').split('\n').length - 1).toBeLessThanOrEqual(150);
  });

  it('links only to files that are there', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].flatMap(([, target = '']) =>
        existsSync(join(root, dirname(page), target)) ? [] : [`${page}: ${target}`],
      ),
    );
    expect(broken).toEqual([]);
  });

  it('links every page from the README, and ships them', () => {
    const unlinked = pages.filter((page) => page.startsWith('docs/') && !read('README.md').includes(`(${page})`));
    expect(unlinked).toEqual([]);
    expect(JSON.parse(read('package.json')).files).toContain('docs');
  });

  it('names only source files that are there', () => {
    const files = ['src', 'test'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`),
    );
    const named = [...read('ARCHITECTURE.md').matchAll(/`([\w/-]+\.ts)`/g)].map(([, path = '']) => path);
    const missing = named.filter(
      (path) => !/(^|\/)x(\/|\.ts$)/.test(path) && !files.some((file) => file === path || file.endsWith(`/${path}`)),
    );
    expect(missing).toEqual([]);
  });
});
