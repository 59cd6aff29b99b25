import { useApi } from '@backstage/frontend-plugin-api';
import { Environment } from '@sandlot/plugin-environments-common';
import { environmentsApiRef } from '../api';
import { SaveProof } from '../audit/SaveProof';
import { useTranslation } from '../hooks/useTranslation';

/** The proof that the log has the creation, or the deletion, to keep. */
export function SaveReceipt(props: {
  environment: Environment;
  receipt: 'creation' | 'deletion';
}) {
  const { environment, receipt } = props;
  const { id, name } = environment;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  return (
    <SaveProof
      label={t(`lifecycle.receipt.save.${receipt}`)}
      fileName={`${name}-${receipt}.tlog-proof`}
      load={() => api.getEnvironmentReceipt(id, receipt)}
    />
  );
}
