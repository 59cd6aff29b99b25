/**
 * What backend plugins and command-line tools share: the template language and
 * the shape of Kubernetes objects.
 *
 * @packageDocumentation
 */
export * from './labels';
export type { KubernetesObject } from './KubernetesObject';
export * from './template';
