import { Select } from '@backstage/ui';
import styles from './Choice.module.css';

/** Nothing chosen: a select needs a key for it. */
const ANY = '';

/** A select of a filter row; undefined stands for any. */
export function Choice(props: {
  label: string;
  any: string;
  value: string | undefined;
  options: { id: string; label: string }[];
  /** For lists that are too long to look through. */
  isSearched?: boolean;
  onChange: (value: string | undefined) => void;
}) {
  const { label, any, value, options, onChange } = props;
  const isKnown = !value || options.some(option => option.id === value);
  return (
    <div className={styles.choice}>
      <Select
        label={label}
        value={value ?? ANY}
        search={props.isSearched || undefined}
        options={[
          { id: ANY, label: any },
          ...options,
          // A filter that came with the address stays visible.
          ...(isKnown ? [] : [{ id: value, label: value }]),
        ]}
        onChange={key => onChange(key === ANY ? undefined : String(key))}
      />
    </div>
  );
}
