import { messageOf } from '../../../base/errors.ts';
import type { Environment } from '../../../domain/environment/environment.ts';
import { renderModule } from '../../../stages/skeletons/render.ts';
import { toolsOf } from '../../../stages/skeletons/tools.ts';
import type { Finding } from './finding.ts';

/** Compiles a very small environment and calls it in the sandbox. */
export async function examineSandbox(): Promise<Finding> {
  const { createSandbox } = await import('../../../sandbox/host/ses-sandbox.ts');
  const sandbox = createSandbox({ processes: 1 });
  try {
    const environment = smallEnvironment();
    const problems = await sandbox.diagnose(environment.source);
    if (problems.length > 0) throw new Error(`the test module does not compile: ${problems[0]?.message}`);
    const opened = await sandbox.open(environment);
    const instance = await opened.create({ state: { notes: {}, tags: {} }, seed: 'doctor', start: '2026-03-09T09:00:00Z' });
    const report = await instance.call('count_notes', {});
    await instance.close();
    if (report.outcome !== 'success') throw new Error(`a call ended as "${report.outcome}": ${report.detail ?? ''}`);
    const { withoutNetwork } = await import('../../../sandbox/supervisor/network-namespace.ts');
    const layer = withoutNetwork().length > 0 ? 'has no network' : 'has a network, since the system grants no namespaces';
    return { check: 'Sandbox', status: 'ok', text: `it starts, compiles and answers; its process ${layer}` };
  } catch (error) {
    return { check: 'Sandbox', status: 'broken', text: messageOf(error) };
  } finally {
    await sandbox.close();
  }
}

function smallEnvironment(): Environment {
  const key = (name: string) => ({
    name,
    description: 'The key.',
    type: { kind: 'string' as const },
    nullable: false,
    unique: true,
    policy: 'hard' as const,
  });
  const skeleton: Environment['skeleton'] = {
    name: 'NoteBook',
    summary: 'A notebook.',
    introduction: 'It keeps notes.',
    entities: [
      { name: 'Note', collection: 'notes', key: 'note_id', description: 'A note.', attributes: [key('note_id')] },
      { name: 'Tag', collection: 'tags', key: 'tag_id', description: 'A tag.', attributes: [key('tag_id')] },
    ],
    policy: [],
    rules: [],
    operations: [
      {
        name: 'count_notes',
        effect: 'read',
        description: 'How many notes there are.',
        parameters: [],
        returns: { kind: 'data', type: { kind: 'integer' } },
        rules: [],
      },
    ],
  };
  const code = {
    methods: [{ operation: 'count_notes', body: 'return ok(Object.keys(this.state.notes).length);' }],
    helpers: [],
    invariants: [],
  };
  return {
    slug: 'note-book',
    skeleton,
    code,
    source: renderModule(skeleton, code),
    tools: toolsOf(skeleton),
    writtenBy: { provider: 'procedural' },
  };
}
