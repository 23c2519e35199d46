import type { Contract, Promised, World } from '../../domain/contract/form.ts';
import type { State } from '../../domain/state.ts';
import type { Design } from './design.ts';
import type { RequestTemplate } from './domain.ts';
import type { Arguments } from './environment.ts';
import type { Finders, RequestedCall, Showing } from './finding.ts';
import type { Answered, RequestOf } from './request-form.ts';
import { directTemplate, refusedTemplate, withheldTemplate } from './request-variants.ts';
import { rulingsOf } from './rulings.ts';

/** The templates that follow from one request. */
export interface RequestVariants {
  readonly direct: RequestTemplate<State>;
  readonly infeasible: readonly RequestTemplate<State>[];
  readonly underspecified: readonly RequestTemplate<State>[];
}

/** What the operations of a domain promise, typed by them. */
export type ContractOf<S, P, Operations> = {
  readonly [Name in keyof Operations]: Promised<World<S, P>, Arguments<Operations>[Name], S>;
};

export function answer(call: RequestedCall, path: string): Answered {
  return { answered: call, path };
}

/** A call that shows these records: nothing else is looked up to find them. */
export function showing(call: RequestedCall, ...shows: readonly object[]): Showing {
  return { call, shows };
}

type OptionalNames<Args> = { [Name in keyof Args]-?: undefined extends Args[Name] ? Name : never }[keyof Args];
type Given<Args> = { readonly [Name in Exclude<keyof Args, OptionalNames<Args>>]: Args[Name] | Answered } & {
  readonly [Name in OptionalNames<Args>]?: Args[Name] | Answered;
};
type ArgumentsOf<Method> = Method extends (args: infer Args) => unknown
  ? unknown extends Args
    ? Record<never, never>
    : Given<Args>
  : never;

/** A call of an operation, with arguments of its types. */
export type CallMaker<Operations> = <Name extends keyof Operations & string>(
  tool: Name,
  args: ArgumentsOf<Operations[Name]>,
) => RequestedCall;

export function callsOf<Operations>(): CallMaker<Operations> {
  return (tool, args) => ({ tool, arguments: { ...args } });
}

/** How requests of a domain are declared: from each follow its direct, its infeasible and its underspecified variants. */
export function requestsOf<S extends State, P>(design: Design, contract: Contract<S>, finders: Finders<S>) {
  const setup = { rulings: rulingsOf(design, contract as Contract<State>), finders: finders as Finders<State> };
  return <Case>(request: RequestOf<S, P, Case>): RequestVariants => {
    const plain = request as RequestOf<State, unknown, Case>;
    return {
      direct: directTemplate(plain, setup),
      infeasible: (plain.refusals ?? []).map((refusal) => refusedTemplate(plain, refusal, setup)),
      underspecified: plain.withheld ? [withheldTemplate(plain, plain.withheld, setup)] : [],
    };
  };
}

/** The templates of all requests, as a domain holds them. */
export function templatesOf(requests: readonly RequestVariants[]): {
  readonly requests: readonly RequestTemplate<State>[];
  readonly infeasible: readonly RequestTemplate<State>[];
  readonly underspecified: readonly RequestTemplate<State>[];
} {
  return {
    requests: requests.map((request) => request.direct),
    infeasible: requests.flatMap((request) => request.infeasible),
    underspecified: requests.flatMap((request) => request.underspecified),
  };
}
