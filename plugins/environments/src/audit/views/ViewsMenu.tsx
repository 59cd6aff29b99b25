import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  Menu,
  MenuItem,
  MenuSeparator,
  MenuTrigger,
} from '@backstage/ui';
import { SaveAuditViewRequest } from '@sandlot/plugin-environments-common';
import { useState } from 'react';
import { environmentsApiRef } from '../../api';
import { useTranslation } from '../../hooks/useTranslation';
import { FILTER_NAMES, FilterValues } from '../filter/filterNames';
import { AuditFilterState } from '../filter/useAuditFilter';
import { useAuditViews } from '../useAudit';
import { ManageViews } from './ManageViews';
import { SaveView } from './SaveView';

/** Filters that somebody keeps under a name. */
export function ViewsMenu(props: { filter: AuditFilterState }) {
  const { filter } = props;
  const t = useTranslation();
  const api = useApi(environmentsApiRef);
  const views = useAuditViews();
  // It stays while its dialog closes.
  const [dialog, setDialog] = useState<'save' | 'manage'>('save');
  const [isOpen, setOpen] = useState(false);
  const items = views.data?.items ?? [];

  function open(which: 'save' | 'manage') {
    setDialog(which);
    setOpen(true);
  }
  function close() {
    setOpen(false);
    views.refresh();
  }

  return (
    <>
      <MenuTrigger>
        <Button variant="secondary">{t('audit.views.action')}</Button>
        <Menu>
          {items.map(({ id, name, query }) => (
            <MenuItem
              key={id}
              id={id}
              onAction={() => filter.replace(toFilter(query))}
            >
              {name}
            </MenuItem>
          ))}
          {items.length > 0 && <MenuSeparator />}
          <MenuItem
            id="save"
            isDisabled={!filter.isFiltered}
            onAction={() => open('save')}
          >
            {t('audit.views.save')}
          </MenuItem>
          {items.length > 0 && (
            <MenuItem id="manage" onAction={() => open('manage')}>
              {t('audit.views.manage')}
            </MenuItem>
          )}
        </Menu>
      </MenuTrigger>
      <Dialog isOpen={isOpen} onOpenChange={setOpen} width="min(28rem, 92vw)">
        {dialog === 'save' ? (
          <SaveView
            onSave={async view => {
              await api.saveAuditView({ ...view, query: toQuery(filter) });
            }}
            onClose={close}
          />
        ) : (
          <ManageViews
            views={items}
            onDelete={async id => {
              await api.deleteAuditView(id);
              views.refresh();
            }}
            onClose={close}
          />
        )}
      </Dialog>
    </>
  );
}

function toQuery({ values }: AuditFilterState): SaveAuditViewRequest['query'] {
  const { record, ...query } = values;
  return query as SaveAuditViewRequest['query'];
}

/** What is kept may be of another version. */
function toFilter(query: Record<string, string>): FilterValues {
  return Object.fromEntries(
    [...FILTER_NAMES, 'text'].map(name => [name, query[name]]),
  );
}
