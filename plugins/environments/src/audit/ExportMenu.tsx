import { useApi } from '@backstage/frontend-plugin-api';
import { toError } from '@backstage/errors';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import {
  AuditCriteria,
  AuditExportQuery,
} from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../api';
import { ErrorNotice } from '../components/ErrorNotice';
import { useTranslation } from '../hooks/useTranslation';
import { saveFile } from './saveFile';

const FORMATS = ['ndjson', 'csv', 'ocsf'] as const;
const ENDINGS = { ndjson: 'ndjson', csv: 'csv', ocsf: 'ocsf.ndjson' };

/** What the filter finds, as a file. */
export function ExportMenu(props: { query: AuditCriteria }) {
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Error>();

  async function save(format: NonNullable<AuditExportQuery['format']>) {
    setRunning(true);
    setError(undefined);
    try {
      const file = await api.exportAuditRecords({ ...props.query, format });
      const day = new Date().toISOString().slice(0, 10);
      saveFile(`audit-${day}.${ENDINGS[format]}`, file);
    } catch (failure) {
      setError(toError(failure));
    }
    setRunning(false);
  }
  return (
    <>
      <MenuTrigger>
        <Button variant="secondary" isDisabled={isRunning}>
          {t(isRunning ? 'audit.export.running' : 'audit.export.action')}
        </Button>
        <Menu placement="bottom end">
          {FORMATS.map(format => (
            <MenuItem key={format} id={format} onAction={() => save(format)}>
              {t(`audit.export.${format}`)}
            </MenuItem>
          ))}
        </Menu>
      </MenuTrigger>
      {error && <ErrorNotice error={error} title={t('audit.export.failed')} />}
    </>
  );
}
