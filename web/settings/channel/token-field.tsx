import { CircleAlert } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { subjectToken } from '../../../shared/api/ticket.ts'
import { Button } from '../../ui/button.tsx'
import styles from './token-field.module.css'

type TokenFieldProps = {
  label: string
  /** What the chip says that stands for `{subject}`. */
  token: string
  /** Of the button that puts the chip back. */
  addToken: string
  error: string | null
  value: string
  onChange: (value: string) => void
}

/** One line of text with a chip in it that is written and deleted as a whole. The browser edits; we read what came of it. */
export function TokenField({ label, token, addToken, error, value, onChange }: TokenFieldProps) {
  const element = useRef<HTMLDivElement>(null)
  const first = useRef(value)
  const id = useId()
  useEffect(() => {
    if (element.current) fill(element.current, first.current, token)
  }, [token])
  const read = () => element.current && onChange(textOf(element.current))
  return (
    <div className={styles.field}>
      <span className={styles.label} id={id}>
        {label}
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: no input holds a chip */}
      <div
        ref={element}
        className={styles.frame}
        role="textbox"
        tabIndex={0}
        aria-labelledby={id}
        aria-invalid={error !== null || undefined}
        aria-describedby={error === null ? undefined : `${id}-note`}
        contentEditable="plaintext-only"
        suppressContentEditableWarning
        onInput={read}
        onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      />
      {error !== null && (
        <p className={styles.error} id={`${id}-note`} role="alert">
          <CircleAlert size={14} strokeWidth={1.9} aria-hidden />
          {error}
        </p>
      )}
      {!value.includes(subjectToken) && (
        <div>
          <Button
            size="sm"
            variant="soft"
            onClick={() => {
              if (element.current) fill(element.current, `${textOf(element.current)} ${subjectToken}`.trim(), token)
              read()
            }}
          >
            {addToken}
          </Button>
        </div>
      )}
    </div>
  )
}

function fill(element: HTMLElement, value: string, token: string): void {
  const parts = value.split(subjectToken)
  element.replaceChildren(...parts.flatMap((part, at) => (at === 0 ? [part] : [chipOf(token), part])))
}

function chipOf(token: string): HTMLElement {
  const chip = document.createElement('span')
  chip.className = styles.chip ?? ''
  chip.contentEditable = 'false'
  chip.dataset.token = ''
  chip.textContent = token
  return chip
}

function textOf(element: HTMLElement): string {
  return [...element.childNodes]
    .map((node) => (node instanceof HTMLElement && 'token' in node.dataset ? subjectToken : (node.textContent ?? '')))
    .join('')
    .replaceAll('\u00a0', ' ')
}
