import type { SummaryItem } from '@sandlot/plugin-environments-common';
import type { KubernetesObject } from '../../KubernetesObject';
import { at, listAt, objectAt } from '../at';
import { list } from './words';

const PORTS: Readonly<Record<string, string>> = {
  53: 'DNS',
  80: 'HTTP',
  443: 'HTTPS',
};
const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';
const EVERY_ADDRESS = ['0.0.0.0/0', '::/0'];

/** What one peer of a rule stands for. */
interface Opening {
  /** Within the same namespace. */
  isInside: boolean;
  /** Whether pods of other namespaces are among those meant. */
  reachesNamespaces: boolean;
  text: string;
}

/**
 * Who may talk to whom. A pod that a policy selects is closed but for the
 * rules, and rules only add up.
 */
export function describeNetwork(objects: KubernetesObject[]): SummaryItem[] {
  const policies = objects.filter(object => object.kind === 'NetworkPolicy');
  if (policies.length === 0) {
    return [];
  }
  const incoming = openings(policies, 'ingress', 'from');
  const outgoing = openings(policies, 'egress', 'to');
  const closed = [
    ...(incoming.some(opening => opening.reachesNamespaces) ? [] : ['from']),
    ...(outgoing.some(opening => opening.reachesNamespaces) ? [] : ['to']),
  ];
  const isConnected = incoming.some(opening => opening.isInside);
  const texts = [
    closed.length > 0
      ? `No traffic ${closed.join(' or ')} other namespaces`
      : '',
    openText('Open from outside', incoming),
    openText('Open to the outside', outgoing),
    isConnected
      ? 'Pods of this namespace reach each other'
      : 'Pods of this namespace do not reach each other',
  ];
  return texts
    .filter(Boolean)
    .map(text => ({ topic: 'network' as const, text }));
}

function openText(lead: string, all: Opening[]): string {
  const texts = all
    .filter(opening => !opening.isInside)
    .map(opening => opening.text);
  return texts.length > 0 ? `${lead}: ${list([...new Set(texts)])}` : '';
}

function openings(
  policies: KubernetesObject[],
  direction: 'ingress' | 'egress',
  peers: 'from' | 'to',
): Opening[] {
  return policies
    .flatMap(policy => listAt(policy, 'spec', direction))
    .flatMap(rule => {
      const what = portsText(listAt(rule, 'ports'));
      const named = listAt(rule, peers);
      return named.length === 0
        ? [toOpening(what, `${peers} anywhere`, true)]
        : named.map(peer => describePeer(peer, peers, what));
    });
}

function describePeer(peer: unknown, word: string, what: string): Opening {
  const cidr = at(peer, 'ipBlock', 'cidr');
  if (cidr !== undefined) {
    const isEvery = EVERY_ADDRESS.includes(String(cidr));
    const isOutside = isEvery && listAt(peer, 'ipBlock', 'except').length > 0;
    if (isOutside) {
      return toOpening(what, `${word} the internet`, false);
    }
    return toOpening(what, `${word} ${isEvery ? 'anywhere' : cidr}`, isEvery);
  }
  const namespaces = at(peer, 'namespaceSelector');
  if (namespaces === undefined) {
    return { isInside: true, reachesNamespaces: false, text: what };
  }
  const name = objectAt(namespaces, 'matchLabels')[NAMESPACE_LABEL];
  if (name === 'kube-system' && what === 'DNS') {
    return { isInside: false, reachesNamespaces: false, text: what };
  }
  return toOpening(
    what,
    name === undefined
      ? `${word} other namespaces`
      : `${word} namespace ${name}`,
    true,
  );
}

function toOpening(
  what: string,
  where: string,
  reachesNamespaces: boolean,
): Opening {
  return { isInside: false, reachesNamespaces, text: `${what} ${where}` };
}

function portsText(ports: unknown[]): string {
  const names = ports.map(entry => {
    const { port, protocol } = objectAt(entry);
    return PORTS[String(port)] ?? `${protocol ?? 'TCP'} port ${port}`;
  });
  return list([...new Set(names)]) || 'all traffic';
}
