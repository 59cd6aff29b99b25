import { toError } from '@backstage/errors';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Environment,
  UpgradePreview,
} from '@sandlot/plugin-environments-common';
import { useEffect, useRef, useState } from 'react';
import { environmentsApiRef } from '../api';
import { hasStatus } from '../format/error';
import { useResource } from '../hooks/useResource';

const DEBOUNCE_MS = 400;

/**
 * What an upgrade or a rollback would change, worked out again for other
 * parameters, and the agreement to exactly that.
 */
export function useChange(
  environment: Environment,
  kind: 'upgrade' | 'rollback',
  parameters: Record<string, unknown> | undefined,
) {
  const { id } = environment;
  const api = useApi(environmentsApiRef);
  const body = JSON.stringify({ parameters });
  const [settled, setSettled] = useState(body);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<Error>();
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
  ): Promise<Environment | undefined> {
    const { agreement, to: revision } = preview;
    if (!agreement) {
      return undefined;
    }
    setSending(true);
    setError(undefined);
    try {
      const accepted =
        kind === 'upgrade'
          ? await api.createUpgrade(id, { revision, agreement, parameters })
          : await api.createRollback(id, { agreement });
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
