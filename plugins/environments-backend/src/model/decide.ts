import { BY_REQUEST, Change, NOTHING } from './Change';
import { EnvironmentView, World } from './World';
import { openFirst, predictDecision } from './agreements';
import { Command } from './commands';
import { ModelEngine } from './createModelEngine';
import { ELDERS } from './people';

/**
 * Lets somebody decide on what they are asked, or were.
 *
 * @param asked - of each change that waits, the environment when it was asked for
 * @returns what is to come of it; undefined when nobody is asked anything
 */
export function decide(
  { approvals, newCaller }: ModelEngine,
  world: World,
  asked: Map<string, EnvironmentView>,
  { do: command, of, by: index }: Extract<Command, { do: 'agree' | 'reject' }>,
):
  | { answer: Promise<unknown>; isExpected: boolean; change: Change }
  | undefined {
  const all = openFirst(world);
  const approval = all[of % all.length];
  if (!approval) return undefined;
  const { id, digest, operationId, environmentId } = approval;
  const by = ELDERS[index];
  const decision = command === 'agree' ? 'approve' : 'reject';
  const was = asked.get(operationId);
  const outcome = predictDecision(world, approval, decision, by, was);
  const answer = approvals.decide(newCaller({ by }), id, {
    decision,
    digest,
    reason: 'So they say',
  });
  const isExpected = outcome.is !== 'refused' && outcome.is !== 'outdated';
  const ends = was ? [operationId] : [];
  const decides = { id, by };
  switch (outcome.is) {
    case 'noted':
      return { answer, isExpected, change: { ...NOTHING, decides } };
    case 'outdated':
      return { answer, isExpected, change: { ...NOTHING, ends } };
    case 'ended':
    case 'done': {
      const whose = was && outcome.is === 'ended' ? 'none' : environmentId;
      const to =
        outcome.is === 'done' ? outcome.to : { phase: 'Deleting' as const };
      const change = { of: whose, to, may: BY_REQUEST, ends, decides };
      return { answer, isExpected, change };
    }
    default:
      return { answer, isExpected, change: NOTHING };
  }
}
