import { AskedChange, entityName } from '@sandlot/plugin-environments-common';
import { ApprovalRow, Errand } from '../database/ApprovalsTable';
import { inUtc } from '../domain/inUtc';

interface Message {
  title: string;
  description: string;
  severity: 'low' | 'normal' | 'high';
}

const changes: Record<AskedChange['kind'], string> = {
  extend: 'a longer lease',
  restore: 'a new lease',
  transfer: 'another owner',
  upgrade: 'an upgrade',
};

/**
 * What is said to those who must agree, before and after, and to whoever asked.
 *
 * @param name - of the environment
 * @param overtaken - why it can't be done any more, where that is how it ended
 */
export function describeApproval(
  errand: Exclude<Errand, 'expire'>,
  name: string,
  approval: ApprovalRow,
  overtaken?: string,
): Message {
  switch (errand) {
    case 'tell':
      return describeEnd(name, approval, overtaken);
    case 'settle':
      return describeSettled(name, approval, overtaken);
    default:
      return describeQuestion(errand, name, approval);
  }
}

function whatIsAsked(name: string, change: AskedChange | undefined): string {
  return change
    ? `${changes[change.kind]} of environment ${name}`
    : `environment ${name}`;
}

function describeQuestion(
  errand: 'ask' | 'remind',
  name: string,
  { requirement, requestedBy, expiresAt, change }: ApprovalRow,
): Message {
  const what = whatIsAsked(name, change);
  const why = change?.reason ? `: ${change.reason}` : '';
  return {
    title:
      errand === 'ask'
        ? `Do you agree to ${what}?`
        : `${what[0].toLocaleUpperCase('en-US')}${what.slice(
            1,
          )} still waits for your decision`,
    description: [
      `${entityName(requestedBy)} asks for it${why}`,
      ...(change ? describeChange(change) : []),
      requirement.message,
      `Without a decision it is refused at ${inUtc(expiresAt)}.`,
    ].join('. '),
    severity: errand === 'ask' ? 'normal' : 'high',
  };
}

function describeChange({ end, owner, revision }: AskedChange): string[] {
  return [
    ...(end
      ? [`It would end at ${inUtc(end.to)}, and not at ${inUtc(end.from)}`]
      : []),
    ...(owner
      ? [
          `It would be ${entityName(owner.to)}’s, and not ${entityName(
            owner.from,
          )}’s`,
        ]
      : []),
    ...(revision
      ? [`It would be of revision ${revision.to}, and not ${revision.from}`]
      : []),
  ];
}

/** How it ended, in a sentence. */
function sayEnd(
  { requirement, state, decisions }: ApprovalRow,
  overtaken = 'the environment is not what it was',
): string {
  const last = decisions.at(-1);
  const words: Record<typeof state, string> = {
    pending: '',
    cancelled: 'It is not asked for any more',
    approved: `${entityName(requirement.by)} agreed`,
    rejected: last
      ? `${entityName(last.by)} refused it${
          last.reason ? `: ${last.reason}` : ''
        }`
      : '',
    expired: `${entityName(requirement.by)} did not decide in time`,
    outdated: `It can’t be done any more: ${overtaken}`,
  };
  return `${words[state]}.`;
}

/** For those who were asked. */
function describeSettled(
  name: string,
  approval: ApprovalRow,
  overtaken?: string,
): Message {
  const { state, decisions, change } = approval;
  const what = whatIsAsked(name, change);
  const severity = 'low';
  switch (state) {
    case 'approved':
      return {
        title: `Agreed: ${what}`,
        description: `${decisions
          .map(({ by }) => entityName(by))
          .join(', ')} agreed.`,
        severity,
      };
    case 'rejected':
      return {
        title: `Not agreed: ${what}`,
        description: sayEnd(approval),
        severity,
      };
    default:
      return {
        title: `No decision needed any more: ${what}`,
        description: sayEnd(approval, overtaken),
        severity,
      };
  }
}

function describeEnd(
  name: string,
  approval: ApprovalRow,
  overtaken?: string,
): Message {
  const { state, change } = approval;
  const isAgreed = state === 'approved';
  const of = change ? ` to ${changes[change.kind]}` : '';
  const otherwise = change
    ? `Environment ${name} stays as it is: not agreed${of}`
    : `Environment ${name} is not made`;
  return {
    title: isAgreed ? `Environment ${name}: agreed${of}` : otherwise,
    description: sayEnd(approval, overtaken),
    severity: isAgreed ? 'normal' : 'high',
  };
}
