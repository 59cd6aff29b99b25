import { yaml } from '@codemirror/lang-yaml';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorView } from '@codemirror/view';
import { Problem } from '@sandlot/plugin-environments-common';
import CodeMirror, { ReactCodeMirrorRef } from '@uiw/react-codemirror';
import {
  ForwardedRef,
  forwardRef,
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from '../../hooks/useTranslation';
import { toDiagnostics, toOffset } from './diagnostics';
import { editorLook } from './editorLook';
import styles from './TemplateEditor.module.css';

/** What others may ask of the editor. */
export interface EditorHandle {
  /** Puts the cursor there; both from 1. */
  goTo(line: number, column: number): void;
}

interface EditorProps {
  value: string;
  problems: Problem[];
  warnings: Problem[];
  onChange: (value: string) => void;
}

function Editor(props: EditorProps, ref: ForwardedRef<EditorHandle>) {
  const { value, problems, warnings, onChange } = props;
  const t = useTranslation();
  const hintId = useId();
  const editor = useRef<ReactCodeMirrorRef>(null);
  const [view, setView] = useState<EditorView>();
  const label = t('workbench.editor.label');

  const extensions = useMemo(
    () => [
      yaml(),
      lintGutter(),
      editorLook,
      EditorView.contentAttributes.of({
        'aria-label': label,
        tabindex: '0',
        'aria-describedby': hintId,
      }),
    ],
    [label, hintId],
  );

  useImperativeHandle(
    ref,
    () => ({
      goTo(line, column) {
        const current = editor.current?.view;
        current?.dispatch({
          selection: { anchor: toOffset(current.state.doc, line, column) },
          scrollIntoView: true,
        });
        current?.focus();
      },
    }),
    [],
  );

  useEffect(() => {
    if (view) {
      const { doc } = view.state;
      view.dispatch(
        setDiagnostics(view.state, [
          ...toDiagnostics(doc, problems, 'error'),
          ...toDiagnostics(doc, warnings, 'warning'),
        ]),
      );
    }
  }, [view, problems, warnings]);

  return (
    <div className={styles.editor}>
      <div className={styles.frame}>
        <CodeMirror
          ref={editor}
          value={value}
          theme="none"
          height="min(65vh, 44rem)"
          extensions={extensions}
          basicSetup={{ autocompletion: false }}
          onCreateEditor={setView}
          onChange={onChange}
        />
      </div>
      <p id={hintId} className={styles.hint}>
        {t('workbench.editor.hint')}
      </p>
    </div>
  );
}

/** An editor for YAML that marks what was found where it stands. */
export const TemplateEditor = forwardRef(Editor);
