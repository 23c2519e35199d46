import { z } from 'zod';
import { type EnvironmentCode, environmentCode } from '../../domain/environment/environment.ts';
import type { OperationCount } from '../../domain/environment/operation-count.ts';
import { operation, type Skeleton, type StateModel, skeleton, stateModel } from '../../domain/environment/skeleton.ts';
import type { Topic } from '../../domain/topic.ts';
import type { Work } from '../author.ts';

export interface ModelStateInput {
  readonly topic: Topic;
  /** What was wrong with an earlier answer; empty the first time. */
  readonly problems: readonly string[];
}

const modelStateAnswer = z.strictObject({ name: skeleton.shape.name, ...stateModel.shape });

/** Entities, attributes, policy constants and rules of a topic. */
export const modelState: Work<ModelStateInput, z.infer<typeof modelStateAnswer>> = {
  name: 'model-state',
  prompt: 'model-state.md',
  answer: () => modelStateAnswer,
};

export interface PlanOperationsInput {
  readonly topic: Topic;
  readonly name: string;
  readonly model: StateModel;
  /** How many operations there are to be. */
  readonly wanted: OperationCount;
  readonly problems: readonly string[];
}

const planOperationsAnswer = z.strictObject({ operations: z.array(operation).min(2) });

/** The operations of the environment, as many as are wanted: reads and writes, with parameters and the rules each enforces. */
export const planOperations: Work<PlanOperationsInput, z.infer<typeof planOperationsAnswer>> = {
  name: 'plan-operations',
  prompt: 'plan-operations.md',
  answer: () => planOperationsAnswer,
};

export interface WriteCodeInput {
  readonly skeleton: Skeleton;
  /** The rendered module with empty bodies. */
  readonly shell: string;
  /** The declarations the module is checked against. */
  readonly declarations: string;
  /** The operations whose bodies are wanted in this request. */
  readonly operations: readonly string[];
  /** Rules whose invariant predicates are wanted in this request. */
  readonly invariants: readonly string[];
  /** Private methods written for other groups, so that they are not written twice. */
  readonly helpers: readonly string[];
}

/** Method bodies, private helpers and invariant predicates. */
export const writeCode: Work<WriteCodeInput, EnvironmentCode> = {
  name: 'write-code',
  prompt: 'write-code.md',
  answer: () => environmentCode,
};

export interface RepairCodeInput {
  readonly skeleton: Skeleton;
  /** The whole module as it stands. */
  readonly source: string;
  readonly declarations: string;
  /** What is wrong: with line numbers of `source`, or with calls that were made and what they did. */
  readonly problems: readonly string[];
  /** The operations whose bodies may be rewritten; empty when any may. */
  readonly operations: readonly string[];
  /** Earlier answers to the same problems that did not help. */
  readonly attempts: readonly string[];
}

/** Only what changes: new bodies, helpers (each replaces the one of the same name) and predicates. */
export const repairCode: Work<RepairCodeInput, EnvironmentCode> = {
  name: 'repair-code',
  prompt: 'repair-code.md',
  answer: () => environmentCode,
};
