import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  UpgradePreview,
  UpgradePreviewRequest,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef, useState } from 'react';
import { environmentsApiRef } from '../api';
import { hasStatus } from '../format/error';
import { useResource } from '../hooks/useResource';
import { useSendOnce } from '../hooks/useSendOnce';

const DEBOUNCE_MS = 400;

/** What its owner chooses anew for an upgrade; what is absent stays. */
export type ChangeChoice = Pick<
  UpgradePreviewRequest,
  'parameters' | 'manifests'
>;

/**
 * What an upgrade or a rollback would change, worked out again for another
 * choice, and the agreement to exactly that.
 */
export function useChange(
  environment: Environment,
  kind: 'upgrade' | 'rollback',
  choice: ChangeChoice,
) {
  const { id } = environment;
  const api = useApi(environmentsApiRef);
  const body = JSON.stringify(choice);
  const [settled, setSettled] = useState(body);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
  const sendOnce = useSendOnce();
  const last = useRef<UpgradePreview>();

  useEffect(() => {
    const timer = setTimeout(() => setSettled(body), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [body]);

  const resource = useResource(`${id} ${kind} ${settled}`, signal =>
    kind === 'upgrade'
      ? api.createUpgradePreview(id, JSON.parse(settled), { signal })
      : api.createRollbackPreview(id, { signal }),
  );
  last.current = resource.data ?? last.current;

  async function agree(
    preview: UpgradePreview,
    reason?: string,
  ): Promise<Environment | undefined> {
    const { agreement, to: revision } = preview;
    if (!agreement) {
      return undefined;
    }
    setSending(true);
    setError(undefined);
    try {
      const upgrade = {
        revision,
        agreement,
        ...choice,
        ...(reason && { reason }),
      };
      const accepted =
        kind === 'upgrade'
          ? await sendOnce(upgrade, idempotencyKey =>
              api.createUpgrade(id, upgrade, { idempotencyKey }),
            )
          : await sendOnce({ agreement }, idempotencyKey =>
              api.createRollback(id, { agreement }, { idempotencyKey }),
            );
      return accepted.environment;
    } catch (refusal) {
      setError(toError(refusal));
      setSending(false);
      // It would no longer be the same: what it is now is what to agree to.
      if (hasStatus(toError(refusal), 409)) {
        resource.refresh();
      }
      return undefined;
    }
  }

  return {
    resource: { ...resource, data: last.current },
    isUpdating: settled !== body || resource.data === undefined,
    isSending,
    error,
    agree,
  };
}
