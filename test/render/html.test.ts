import { describe, expect, it } from 'vitest';
import { environmentHtml } from '../../src/render/html/environment-html.ts';
import { page, paragraph, preformatted, section, table } from '../../src/render/html/page.ts';
import { toolLibraryWith } from '../support/sample-environment.ts';

const hostile = `<img src=x onerror="alert(1)">&'`;

describe('a page', () => {
  it('lets no text become markup, wherever it stands', () => {
    const body = [section(hostile, paragraph(hostile)), preformatted(hostile), table([hostile], [[hostile]])].join('\n');
    const html = page(hostile, body);
    expect(html).not.toContain('<img');
    expect(html).not.toContain('onerror="');
    expect(html.match(/&lt;img src=x onerror=&quot;alert\(1\)&quot;&gt;&amp;&#39;/g)).toHaveLength(6);
  });

  it('loads nothing: no script, no address', () => {
    const html = page('title', paragraph('text'));
    expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(html).not.toMatch(/<script|https?:/);
  });
});

describe('the page of an environment', () => {
  it('shows state, rules, tools and module, and escapes what an author wrote', () => {
    const environment = toolLibraryWith();
    const body = { ...environment, skeleton: { ...environment.skeleton, introduction: hostile } };
    const html = environmentHtml({ kind: 'environment', hash: 'a'.repeat(64), subject: 'tool-library', body }, undefined);
    expect(html).not.toContain('<img');
    for (const heading of ['State', 'Rules', 'Tools', 'Module']) expect(html).toContain(`<h2>${heading}</h2>`);
    for (const tool of environment.tools) expect(html).toContain(`<td>${tool.name}</td>`);
    expect(html).toContain('not assessed');
  });
});
