import { ReactNode } from 'react';
import { SidewaysScroll } from '../../components/SidewaysScroll';

/** A table that paper takes too; its first column names the row. */
export function ReportTable(props: {
  label: string;
  empty: string;
  columns: string[];
  rows: { key: string; cells: ReactNode[] }[];
}) {
  const { label, empty, columns, rows } = props;
  return rows.length === 0 ? (
    <p>{empty}</p>
  ) : (
    <SidewaysScroll label={label}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map(column => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((cell, index) => (
                <td key={columns[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </SidewaysScroll>
  );
}
