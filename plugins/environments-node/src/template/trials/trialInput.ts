import type { RenderInput } from '../render/RenderInput';
import type { Trial } from './trialsOf';

const NO_ID = '00000000-0000-0000-0000-000000000000';
/** As many characters as the portal admits in the name of an environment. */
const LONGEST_NAME = 40;

/** A request from nobody, for a cluster that doesn't exist. */
export function trialInput({
  parameters,
  addOns,
  hasLongName,
}: Trial): RenderInput {
  const name = hasLongName ? 'trial'.padEnd(LONGEST_NAME, 'x') : 'trial';
  return {
    parameters,
    addOns,
    environment: { id: NO_ID, name, namespace: `sbx-${name}` },
    owner: { ref: 'group:default/trial', name: 'trial' },
    cluster: { name: 'trial' },
    revision: `sha256:${'0'.repeat(64)}`,
    requestId: NO_ID,
  };
}
