import type { Json } from '../../base/json.ts';
import { checkHelpers } from '../../domain/checks/helpers.ts';
import type { Answered, CallAnswer, InvariantAnswer, Request, ScriptHost, StateText } from '../protocol.ts';
import type { Budget } from './budget.ts';
import { callTool, type LiveInstance, type LoadedEnvironment, type LoadedMethod, type SceneHolder } from './call.ts';
import { evaluateApart } from './compartment.ts';
import { done, fail, ok } from './envelopes.ts';
import { createBaseClass } from './environment-base.ts';
import { episodeTree } from './episode.ts';
import { hashTree } from './hash-tree.ts';
import { judge } from './judge.ts';
import { harden } from './ses.ts';
import { freezeTree, type Tree } from './tree.ts';

interface Predicates {
  readonly [name: string]: unknown;
}

/** What generated code may use up. */
export interface HostLimits {
  /** Loop rounds and function calls of one call. */
  readonly steps: number;
  /** Characters that a state may take, as `stateSize` counts them. */
  readonly stateSize: number;
}

/** Answers requests about environments, instances and checks. Throws for requests that make no sense; those are bugs of ours. */
export function createHost(budget: Budget, { steps, stateSize }: HostLimits): (request: Request) => Answered {
  const environments = new Map<string, LoadedEnvironment>();
  const instances = new Map<number, LiveInstance>();
  const states = new Map<number, Tree>();
  const checkSets = new Map<string, Predicates>();
  const scene: SceneHolder = { current: undefined };
  const baseClass = harden(
    createBaseClass(() => {
      if (!scene.current) throw new TypeError('The environment can only be used during a call.');
      return scene.current;
    }),
  );
  const reached = new Set<number>();
  const mark = harden((branch: unknown): void => {
    if (typeof branch === 'number') reached.add(branch);
  });
  const ofScripts: ScriptHost = {
    tick: budget.tick,
    Environment: baseClass,
    ok,
    done,
    fail,
    harden,
    mark,
  };
  const given = harden({ ...ofScripts, ...checkHelpers });

  /** Run generated code that is being loaded, with all its steps. */
  const load = (script: string): Record<string, unknown> => {
    budget.arm(steps);
    try {
      const exports: unknown = evaluateApart(script)(given);
      if (typeof exports !== 'object' || exports === null) throw new TypeError('The script exports nothing.');
      return { ...exports };
    } finally {
      budget.disarm();
    }
  };

  const loadEnvironment = (script: string, tools: Readonly<Record<string, 'read' | 'write'>>): LoadedEnvironment => {
    const { environment, invariants } = load(script);
    if (typeof environment !== 'function') throw new TypeError('The script exports no environment class.');
    const prototype: unknown = environment.prototype;
    const methods = new Map<string, LoadedMethod>();
    for (const [name, effect] of Object.entries(tools)) {
      const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
      if (typeof method !== 'function') throw new TypeError(`The class has no method ${name}.`);
      methods.set(name, { effect, apply: (self, args) => Reflect.apply(method, self, [args]) });
    }
    budget.arm(steps);
    try {
      const self: unknown = Reflect.construct(environment, []);
      if (typeof self !== 'object' || self === null) throw new TypeError('The class makes no object.');
      return { methods, self: harden(self), invariants: { ...(invariants ?? {}) } };
    } finally {
      budget.disarm();
    }
  };

  const judgeInvariants = ({ invariants }: LoadedEnvironment, state: Json | Tree): readonly InvariantAnswer[] =>
    Object.entries(invariants).map(([rule, predicate]) => ({ rule, judgement: judge(predicate, state, { budget, steps }) }));

  /** What the invariants said of the states of instances: after a call that changed nothing they are not asked again. */
  const judged = new WeakMap<object, readonly InvariantAnswer[]>();
  const judgeInstance = ({ environment, state }: LiveInstance): readonly InvariantAnswer[] => {
    const answers = judged.get(state) ?? judgeInvariants(environment, state);
    judged.set(state, answers);
    return answers;
  };

  const tracedCall = (instance: LiveInstance, call: Extract<Request, { op: 'call' }>): CallAnswer => {
    reached.clear();
    const answer = callTool(instance, call, { budget, steps, stateSize, scene });
    return reached.size === 0 ? answer : { ...answer, reached: [...reached].sort((left, right) => left - right) };
  };

  const stateOf = (text: StateText): Tree =>
    'shared' in text ? known(states.get(text.shared), `state ${text.shared}`) : treeOf(text.state);

  const instanceOf = (id: number): LiveInstance => known(instances.get(id), `instance ${id}`);

  const answer = (request: Request): Answered => {
    switch (request.op) {
      case 'load':
        environments.set(request.environment, loadEnvironment(request.script, request.tools));
        return null;
      case 'create':
        instances.set(
          request.instance,
          begin(known(environments.get(request.environment), request.environment), request, stateOf(request.origin.begin)),
        );
        return null;
      case 'share':
        states.set(request.shared, treeOf(request.state));
        return null;
      case 'unshare':
        states.delete(request.shared);
        return null;
      case 'call':
        return tracedCall(instanceOf(request.instance), request);
      case 'snapshot':
        return instanceOf(request.instance).state as Json;
      case 'hash':
        return hashTree(instanceOf(request.instance).state);
      case 'reset': {
        const instance = instanceOf(request.instance);
        Object.assign(instance, instance.origin);
        return null;
      }
      case 'restore':
        Object.assign(instanceOf(request.instance), { state: treeOf(request.state), progress: request.progress });
        return null;
      case 'fork': {
        const { environment, seed, start, state, progress } = instanceOf(request.instance);
        instances.set(request.into, { environment, seed, start, origin: { state, progress }, state, progress });
        return null;
      }
      case 'drop':
        instances.delete(request.instance);
        return null;
      case 'invariants':
        return judgeInvariants(known(environments.get(request.environment), request.environment), freezeTree(request.state));
      case 'instance-invariants':
        return judgeInstance(instanceOf(request.instance));
      case 'load-checks': {
        const { checks } = load(request.script);
        checkSets.set(request.checks, { ...(checks ?? {}) });
        return null;
      }
      case 'evaluate': {
        const checks = known(checkSets.get(request.checks), request.checks);
        const initial = freezeTree(request.initial);
        return request.episodes.map((told) => {
          const episode = episodeTree(initial, told);
          return request.ids.map((id) => judge(Object.getOwnPropertyDescriptor(checks, id)?.value, episode, { budget, steps }));
        });
      }
    }
  };
  return answer;
}

function begin(
  environment: LoadedEnvironment,
  { origin, present }: Extract<Request, { op: 'create' }>,
  state: Tree,
): LiveInstance {
  const first = { state, progress: origin.progress };
  const now = present ? { state: treeOf(present.state), progress: present.progress } : first;
  return { environment, seed: origin.seed, start: origin.start, origin: first, ...now };
}

function treeOf(state: Json): Tree {
  const tree = freezeTree(state);
  if (typeof tree !== 'object' || tree === null) throw new TypeError('A state must be an object.');
  return tree;
}

function known<Thing>(thing: Thing | undefined, name: string): Thing {
  if (thing === undefined) throw new Error(`This process does not know ${name}.`);
  return thing;
}
