import { Select } from '@backstage/ui';
import { useTemplates } from '../../hooks/useCatalogue';
import { useQueryState } from '../../hooks/useQueryState';
import { useTranslation } from '../../hooks/useTranslation';

const NAMES = ['template'] as const;
const BLANK = '';

/** Which template one works at; each keeps its own draft. */
export function StartFrom(props: { template: string | undefined }) {
  const { template } = props;
  const t = useTranslation();
  const templates = useTemplates();
  const { set } = useQueryState(NAMES);
  const options = (templates.data ?? []).map(({ namespace, name, title }) => ({
    id: `${namespace}/${name}`,
    label: title,
  }));
  const isKnown = !template || options.some(({ id }) => id === template);
  return (
    <Select
      label={t('workbench.start')}
      value={template ?? BLANK}
      options={[
        { id: BLANK, label: t('workbench.blank') },
        ...options,
        ...(isKnown ? [] : [{ id: template, label: template }]),
      ]}
      onChange={key => set({ template: String(key) })}
    />
  );
}
