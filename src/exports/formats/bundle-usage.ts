import { kinds } from '../../domain/kinds.ts';

/** The part of the bundle's card that says what the files are and how an episode is evaluated. */
export const bundleUsage = `| file | holds |
|---|---|
| \`scenarios/<split>.jsonl\` | one scenario per line: what the agent is told, task, initial state, seed, start, executed reference, checks, certificate |
| \`environments/<env_id>/environment.ts\` | the generated module: a class whose methods are the tools, the types of its state, its invariants |
| \`environments/<env_id>/tools.json\` | the tools as an agent sees them: name, description, effect, JSON Schema of the arguments |
| \`environments/<env_id>/skeleton.json\` | the design the module was rendered from: entities, rules, operations |
| \`environments/<env_id>/assessment.json\` | the certificate: gates, what each tool was seen to do, the states it was tried on |
| \`environments/<env_id>/about.json\` | slug, hash, who wrote it, and the author's own part of the module |
| \`environments/runtime.d.ts\` | what the modules and checks stand on: \`ok\`, \`done\`, \`fail\`, and the base class \`Environment\` with ids, clock and random numbers |

### To play a scenario

Begin an instance of the class with \`initial_state\`, ids and random numbers seeded by \`seed\`, the clock at \`start\`. Tell the agent \`system\` and \`task\`. Where there is a \`user\`, \`task\` is only how the conversation begins: an agent's message without a call goes to a simulated user, who has the \`persona\` (if any), wants what \`wants\` says and tells of each of the \`facts\` what it \`says\` when asked about it (and never unasked); \`questions\` are those of the reference, each before its call of that number. The agent is never shown \`user\`, nor the user the reference and the checks. Validate the arguments of every call against \`tools.json\`, call the method, and show the agent the result. A call that fails or throws must leave the state as it was.

### To score it

A check's \`source\` is one pure arrow function that takes \`{ initial, final, calls, replies }\` (the two states, the calls with \`tool\`, \`arguments\`, \`outcome\` and \`result\`, and what a user said: \`after\` so many calls, \`text\`, and which facts it \`told\` where that is known) and returns a boolean. A \`credit\` check is false in the initial state and earns its share; a \`guard\` is true there, and breaking it costs everything.

- dense reward: share of the credit checks that pass, 0 if a guard fails
- strict reward: 1 if every check passes, otherwise 0
- a check that throws makes the episode **unscored**, which is not 0

\`\`\`js
import ts from 'typescript';

// Checks and environments are generated code: run this in a process that may touch nothing.
function score(checks, episode) {
  const passed = checks.map(({ role, source }) => {
    const code = ts.transpile(\`const check = \${source};\`, { target: ts.ScriptTarget.ES2022 });
    const check = new Function(\`\${code} return check;\`)();
    return { role, pass: check(structuredClone(episode)) };
  });
  const credits = passed.filter(({ role }) => role === 'credit');
  const guarded = passed.every(({ role, pass }) => role !== 'guard' || pass);
  return {
    dense: guarded ? credits.filter(({ pass }) => pass).length / credits.length : 0,
    strict: passed.every(({ pass }) => pass) ? 1 : 0,
  };
}
\`\`\`

To try it: the final state of the reference is \`initial_state\` with the \`patches\` of the calls in \`reference\` applied in order (JSON Patch, RFC 6902; \`old\` is extra). It scores 1; the initial state itself scores 0.

### To rebuild the records

A hash is SHA-256 over \`{ kind, schema, body }\` as JSON with recursively sorted keys and no white space, with \`kind\` "environment" and \`schema\` ${kinds.environment.version}, or "scenario" and ${kinds.scenario.version}. The body of an environment is \`slug\`, \`code\`, \`written_by\` and \`repaired_by\` of \`about.json\` with \`skeleton.json\`, \`tools.json\` and \`environment.ts\` (\`repairedBy\` is left out where it is null); that of a scenario is its line without \`system\`, the hashes and \`env_id\`: \`name\` is \`scenario_id\`, \`environment\` is \`environment_hash\`, \`initialState\`, \`writtenBy\` and \`stateWrittenBy\` are spelt with underscores, and \`persona\`, \`user\` and \`state_written_by\` are left out where they are null.`;
