/** A plot with sand in it; beside it the name, in the text's own colour. */
export function Logo({ withName }: { withName: boolean }) {
  return (
    <span style={{ display: 'flex', alignItems: 'center', gap: 10 }}>
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="7" fill="#1f5493" />
        <path
          d="M7 8v16h18V8"
          fill="none"
          stroke="#fff"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
        <path
          d="M8.5 22.5v-5c3-3 5-3 7.5-.6s4.5 2.4 7.5-.6v6.2z"
          fill="#f3c969"
        />
      </svg>
      {withName && (
        <span style={{ fontSize: 18, fontWeight: 600, letterSpacing: 0.2 }}>
          Sandlot
        </span>
      )}
    </span>
  );
}
