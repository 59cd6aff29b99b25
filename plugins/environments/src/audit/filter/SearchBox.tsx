import { SearchField } from '@backstage/ui';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import styles from './filter.module.css';
import { ParsedSearch, parseSearch } from './parseSearch';
import { AuditFilterState } from './useAuditFilter';

/**
 * Words, and filters as one types them. It asks on Enter, for every question to
 * the log is a record.
 */
export function SearchBox(props: { filter: AuditFilterState }) {
  const { values, set } = props.filter;
  const t = useTranslation();
  const id = useId();
  const [draft, setDraft] = useState(values.text ?? '');
  const [problems, setProblems] = useState<ParsedSearch['problems']>([]);
  useEffect(() => setDraft(values.text ?? ''), [values.text]);

  function search(typed: string) {
    const parsed = parseSearch(typed);
    setProblems(parsed.problems);
    if (parsed.problems.length === 0) {
      set({ ...parsed.filters, text: parsed.text });
      setDraft(parsed.text);
    }
  }

  return (
    <div className={styles.search} role="search">
      <SearchField
        aria-label={t('audit.search.label')}
        aria-describedby={`${id}-help`}
        placeholder={t('audit.search.placeholder')}
        value={draft}
        onChange={setDraft}
        onSubmit={search}
        onClear={() => search('')}
      />
      {problems.length > 0 ? (
        <p id={`${id}-help`} role="alert" className={styles.problem}>
          {problems
            .map(({ name, value }) =>
              t(`audit.search.problem.${name}`, { value }),
            )
            .join(' ')}
        </p>
      ) : (
        <p id={`${id}-help`} className={styles.help}>
          {t('audit.search.help')}
        </p>
      )}
    </div>
  );
}
