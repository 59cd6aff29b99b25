/**
 * What backend plugins and command-line tools share: the template language and
 * the shape of Kubernetes objects.
 *
 * @packageDocumentation
 */
export * from './environmentsAuditExtensionPoint';
export * from './labels';
export * from './log';
export type { KubernetesObject } from './KubernetesObject';
export * from './template';
