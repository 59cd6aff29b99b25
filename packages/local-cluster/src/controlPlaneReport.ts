import { ConflictError } from '@backstage/errors';

/** The one line that the control plane's binary prints; one of the keys is there. */
export interface ControlPlaneReport {
  ready?: { pid: number; server: string; kubeconfig: string };
  stopped?: true;
  error?: { code: 'in-use' | 'disk-full' | 'failed'; message: string };
}

/** The error to throw for one that the binary reported. */
export function reportedError(
  error: NonNullable<ControlPlaneReport['error']>,
): Error {
  switch (error.code) {
    case 'in-use':
      return new ConflictError(sentence(error.message));
    case 'disk-full':
      return new Error(
        `The disk is full, and the local control plane can't write its data. Make room and start again. (${error.message})`,
      );
    default:
      return new Error(`The local control plane can't start: ${error.message}`);
  }
}

function sentence(message: string): string {
  return `${message[0].toUpperCase()}${message.slice(1)}.`;
}
