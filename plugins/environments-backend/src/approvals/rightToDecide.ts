import { ApprovalRow } from '../database/ApprovalsTable';
import { Principal } from './StandIns';

/** Whoever looks at an approval. */
export interface Viewer {
  ref: string;
  /** The viewer and the viewer's groups. */
  ownership: string[];
  /** In whose place the viewer decides. */
  principals: Principal[];
}

export interface RightToDecide {
  mayDecide: boolean;
  /** In whose place; absent where the viewer decides as themselves. */
  onBehalfOf?: string;
  /** Why not, for those who are asked. */
  whyNot?: string;
  /** Whether the viewer is asked at all. */
  isAsked: boolean;
}

/**
 * Whether somebody may decide on an approval, as whom, and why not. Nobody agrees to what
 * they asked for, neither themselves nor through a stand-in; nobody decides twice, nor is
 * anybody stood in for twice: so N are N people. Nobody decides after the end.
 */
export function rightToDecide(
  { requirement, state, isOver, requestedBy, decisions }: ApprovalRow,
  { ref, ownership, principals }: Viewer,
): RightToDecide {
  const { by } = requirement;
  const isAskedThemselves = ownership.includes(by);
  const standsInFor = principals.filter(({ claims }) => claims.includes(by));
  const isAsked = isAskedThemselves || standsInFor.length > 0;
  if (!isAsked || state !== 'pending') return { mayDecide: false, isAsked };
  if (isOver) {
    return {
      mayDecide: false,
      isAsked,
      whyNot: 'Nobody decided in time: it is refused',
    };
  }
  if (ref === requestedBy) {
    return {
      mayDecide: false,
      isAsked,
      whyNot: 'You asked for it yourself: somebody else must agree',
    };
  }
  if (decisions.some(decision => decision.by === ref)) {
    return { mayDecide: false, isAsked, whyNot: 'You have decided already' };
  }
  const hasDecided = (person: string) =>
    decisions.some(decision => (decision.onBehalfOf ?? decision.by) === person);
  if (isAskedThemselves) {
    return hasDecided(ref)
      ? {
          mayDecide: false,
          isAsked,
          whyNot: 'Your stand-in has decided already',
        }
      : { mayDecide: true, isAsked };
  }
  const principal = standsInFor.find(
    ({ ref: person }) => person !== requestedBy && !hasDecided(person),
  );
  return principal
    ? { mayDecide: true, isAsked, onBehalfOf: principal.ref }
    : {
        mayDecide: false,
        isAsked,
        whyNot:
          'Those in whose place you decide have decided already, or asked for it themselves',
      };
}
