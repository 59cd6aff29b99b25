import { KubernetesObject } from '@sandlot/plugin-environments-node';
import { PrivilegedPodAnswer } from '../clusters/Cluster';
import {
  bindingsAreOurs,
  everyPodIsIsolated,
  isolatesEveryPod,
  privilegedPodIsRefused,
} from './conformance';
import { Obstacle } from './Obstacle';
import {
  OwnerQuestion,
  describeAccount,
  describeQuestion,
} from './ownerQuestions';

/** What is to be proven, and of what. */
export interface VerificationSubject {
  namespace: string;
  manifests: KubernetesObject[];
  questions: OwnerQuestion[];
}

/** What must be seen before an environment may be called Ready. */
export interface VerificationFacts {
  defaultServiceAccount?: KubernetesObject;
  /** Each ResourceQuota of the template by name, as the cluster has it. */
  quotas: Record<string, KubernetesObject | undefined>;
  /** All that are in the namespace. */
  networkPolicies?: KubernetesObject[];
  /** All that are in the namespace. */
  roleBindings?: KubernetesObject[];
  /** Of persons, as they should be; those that come or go meanwhile too. */
  personBindings?: KubernetesObject[];
  /** What the cluster answers, in the order of the questions. */
  access: boolean[];
  /** Not asked before there is a default service account, without which no pod is looked at. */
  privilegedPod?: PrivilegedPodAnswer;
  /** Why something else than pod security refused it. */
  privilegedPodUntried?: string;
}

type Check = (
  facts: VerificationFacts,
  subject: VerificationSubject,
) => Obstacle | undefined;

/** What still stands against calling the environment Ready; nothing if it is. */
export function findObstacle(
  subject: VerificationSubject,
  facts: VerificationFacts,
): Obstacle | undefined {
  const checks: Check[] = [
    ownerMayDoNoMore,
    ({ networkPolicies }) =>
      networkPolicies && everyPodIsIsolated(networkPolicies),
    ({ roleBindings, personBindings = [] }, { namespace, manifests }) =>
      roleBindings &&
      bindingsAreOurs(
        namespace,
        [...manifests, ...personBindings],
        roleBindings,
      ),
    ({ privilegedPod }) =>
      privilegedPod && privilegedPodIsRefused(privilegedPod),
    defaultServiceAccountIsThere,
    quotaIsCounted,
    bindingsAreThere,
    ownerMayWork,
    privilegedPodIsTried,
  ];
  return checks
    .map(check => check(facts, subject))
    .find(obstacle => obstacle !== undefined);
}

/** What was tried and held, for people who want to know what Ready means. */
export function describeProof(
  { questions }: VerificationSubject,
  facts: VerificationFacts,
): string {
  const names = (objects: KubernetesObject[] = []) =>
    objects.map(({ metadata }) => metadata.name).join(', ');
  const refused = questions.filter(({ expected }) => !expected);
  const [{ account: owner }] = refused;
  const ofOwner = refused.filter(({ account }) => account === owner);
  const others = [...new Set(refused.map(({ account }) => account))].slice(1);
  return [
    `Seen on the cluster: quota is counted (${Object.keys(facts.quotas).join(
      ', ',
    )})`,
    `every pod is closed by a network policy (${names(
      facts.networkPolicies?.filter(isolatesEveryPod),
    )})`,
    'a privileged pod is refused',
    `role bindings give the template’s rights and no others (${names(
      facts.roleBindings,
    )})`,
    `the owner may work, and was refused ${ofOwner.length} things: ${ofOwner
      .map(describeQuestion)
      .join(', ')}`,
    ...(others.length > 0
      ? [`the same was refused to service accounts ${others.join(', ')}`]
      : []),
  ].join('; ');
}

function defaultServiceAccountIsThere(facts: VerificationFacts) {
  return facts.defaultServiceAccount
    ? undefined
    : {
        reason: 'NoDefaultServiceAccount',
        message:
          'Waiting for the cluster to make the default service account; pods could not start before',
      };
}

function quotaIsCounted(facts: VerificationFacts) {
  const uncounted = Object.entries(facts.quotas).find(
    ([_, quota]) => !isCounted(quota),
  );
  return (
    uncounted && {
      reason: 'QuotaNotCounted',
      message: `Waiting for the cluster to count against quota ${uncounted[0]}`,
    }
  );
}

/** The quota controller has taken it up; before that it limits nothing. */
export function isCounted(quota: KubernetesObject | undefined): boolean {
  return Boolean((quota?.status as { hard?: object } | undefined)?.hard);
}

/** Whether all role bindings of the manifests are among those that the cluster has. */
export function hasBindings(
  manifests: KubernetesObject[],
  live: KubernetesObject[] | undefined,
): boolean {
  return !missingBinding(manifests, live);
}

function bindingsAreThere(
  { roleBindings }: VerificationFacts,
  { manifests }: VerificationSubject,
) {
  const absent = missingBinding(manifests, roleBindings);
  return (
    absent && {
      reason: 'BindingMissing',
      message: `Waiting for role binding ${absent.metadata.name}`,
    }
  );
}

function privilegedPodIsTried(facts: VerificationFacts) {
  return facts.privilegedPod
    ? undefined
    : {
        reason: 'PodSecurityUnproven',
        message: `Waiting until pod security can be tried with a privileged pod, as a dry run${
          facts.privilegedPodUntried
            ? `: the cluster said ${facts.privilegedPodUntried}`
            : ''
        }`,
      };
}

function missingBinding(
  manifests: KubernetesObject[],
  live: KubernetesObject[] = [],
): KubernetesObject | undefined {
  const names = live.map(({ metadata }) => metadata.name);
  return manifests.find(
    ({ kind, metadata }) =>
      kind === 'RoleBinding' && !names.includes(metadata.name),
  );
}

function ownerMayDoNoMore(
  { access }: VerificationFacts,
  { questions }: VerificationSubject,
): Obstacle | undefined {
  const excess = questions.find(
    ({ expected }, index) => !expected && access[index],
  );
  return (
    excess && {
      reason: 'OwnerMayTooMuch',
      message: `The cluster would let ${describeAccount(
        excess,
      )} ${describeQuestion(
        excess,
      )}. A role binding outside this environment gives that right; it must go first.`,
      final: true,
    }
  );
}

function ownerMayWork(
  { access }: VerificationFacts,
  { questions }: VerificationSubject,
): Obstacle | undefined {
  const lacking = questions.find(
    ({ expected }, index) => expected && !access[index],
  );
  return (
    lacking && {
      reason: 'OwnerMayNotWork',
      message: `Waiting until the cluster lets the owner ${describeQuestion(
        lacking,
      )}`,
    }
  );
}
