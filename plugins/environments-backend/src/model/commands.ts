import { Fate } from './ModelWorker';

/**
 * What may happen. `of` is an environment of the run, by the order in which they
 * were made; a command without an object does nothing.
 */
export type Command =
  /** `isNew`: by a newcomer, to whose wishes others must agree. */
  | { do: 'create'; owner: number; name: number; isNew: boolean }
  | { do: 'delete' | 'cancel' | 'upgrade' | 'rollback' | 'revert'; of: number }
  | { do: 'hibernate' | 'resume'; of: number }
  /** `hours` from now; `isOps` may go beyond what the template gives. */
  | { do: 'extend' | 'restore'; of: number; hours: number; isOps: boolean }
  | { do: 'transfer'; of: number; owner: number; isNew: boolean }
  /** Another choice of what the template offers. */
  | { do: 'resize'; of: number; isNew: boolean }
  /** `of`: what was asked for, first what nobody has decided on; `by` one of three. */
  | { do: 'agree' | 'reject'; of: number; by: number }
  /** Somebody asks for more rights, somebody else agrees, or they are given back. */
  | { do: 'elevate' | 'grant' | 'giveBack'; of: number; person: number }
  /** Somebody gets a token, with the rights that they have or with more. */
  | { do: 'enter'; of: number; person: number; isElevated: boolean }
  /** A link, good for so many hours, or as long as is usual. */
  | { do: 'share'; of: number; hours?: number }
  /** `of`: a link. Somebody from outside opens it, or it is revoked. */
  | { do: 'open'; of: number; visitor: number }
  | { do: 'revoke'; of: number }
  /** Somebody from outside looks at the environment. */
  | { do: 'read'; of: number; visitor: number }
  /** An owner, or a group that may use something, goes from the catalog, or is there again. */
  | { do: 'leave' | 'comeBack'; who: number }
  /** A change that waits for agreement. */
  | { do: 'withdraw'; of: number }
  | { do: 'addMember' | 'removeMember'; of: number; member: number }
  | { do: 'hold' | 'endHold'; of: number }
  /** To hibernate by itself when nobody has used it for hours, or not any more. */
  | { do: 'plan' | 'endPlan'; of: number }
  /**
   * A new worker takes the operation up. So many of its calls are done, the next one
   * meets its fate; then it is frozen, or with `calls` absent goes on to its end.
   */
  | { do: 'work'; of: number; calls?: number; fate?: Fate }
  /** One that is frozen goes on, the same way. */
  | { do: 'wake'; worker: number; calls?: number; fate?: Fate }
  /** `alive`: workers are slow, not frozen, and renew their leases. */
  | { do: 'pass'; milliseconds: number; alive: boolean }
  | {
      do: 'sweep';
      what:
        | 'operations'
        | 'leases'
        | 'plans'
        | 'strays'
        | 'waiting'
        | 'approvals'
        | 'elevations'
        | 'owners'
        | 'drift'
        | 'pool';
    }
  /** Somebody else has a namespace of that name already, or puts one in the place of ours. */
  | { do: 'squat' | 'replace'; of: number }
  /** Somebody deletes an object past the portal, and the comparison finds it. */
  | { do: 'lose'; of: number };
