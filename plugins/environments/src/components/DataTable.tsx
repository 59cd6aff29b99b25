import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
} from '@backstage/ui';
import { ReactNode } from 'react';
import { SidewaysScroll } from './SidewaysScroll';
import styles from './DataTable.module.css';

/** One column of a {@link DataTable}. */
export interface DataColumn<T> {
  id: string;
  label: string;
  render: (item: T) => ReactNode;
}

/**
 * BUI's table with a name of its own, which its `Table` does not take. The
 * first column names the row.
 */
export function DataTable<T>(props: {
  label: string;
  columns: DataColumn<T>[];
  items: T[];
  getId: (item: T) => string;
  isStale?: boolean;
  /** With the columns of its neighbours: the first one wide, the rest alike. */
  isAligned?: boolean;
  /** In a narrow window the fields of a row stand below each other, for what is to be done with it not to lie aside. */
  isStacked?: boolean;
  selectedId?: string;
  onSelect?: (item: T) => void;
}) {
  const { label, columns, items, getId, isStale, selectedId, onSelect } = props;
  const { isAligned, isStacked } = props;
  return (
    <SidewaysScroll
      label={label}
      className={[
        isAligned ? styles.aligned : styles.natural,
        isStacked && styles.stacked,
      ]
        .filter(Boolean)
        .join(' ')}
    >
      <TableRoot aria-label={label} stale={isStale}>
        <TableHeader>
          {columns.map((column, index) => (
            <Column key={column.id} id={column.id} isRowHeader={index === 0}>
              {column.label}
            </Column>
          ))}
        </TableHeader>
        <TableBody>
          {items.map(item => (
            <Row
              key={getId(item)}
              id={getId(item)}
              onAction={onSelect && (() => onSelect(item))}
              className={
                getId(item) === selectedId ? styles.selected : undefined
              }
            >
              {columns.map(column => (
                <Cell key={column.id}>
                  <span className={styles.cell} data-label={column.label}>
                    <span>{column.render(item)}</span>
                  </span>
                </Cell>
              ))}
            </Row>
          ))}
        </TableBody>
      </TableRoot>
    </SidewaysScroll>
  );
}
