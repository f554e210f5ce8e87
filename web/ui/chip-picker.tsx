import { TriangleAlert, X } from 'lucide-react'
import { useId, useRef } from 'react'
import { t } from '../labels/labels.ts'
import styles from './chip-picker.module.css'
import { Face, keyOf, PeopleCombobox, type Pickable } from './people-combobox.tsx'

type ChipPickerProps = {
  label: string
  placeholder: string
  all: readonly Pickable[]
  /** One with a `reason` was chosen and is of no use now: it is marked, and says why. */
  chosen: readonly Pickable[]
  onAdd: (one: Pickable) => void
  onRemove: (one: Pickable) => void
}

/** Users and teams as chips in the field itself, which offers whom one may still choose. */
export function ChipPicker({ label, placeholder, all, chosen, onAdd, onRemove }: ChipPickerProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  const last = chosen.at(-1)
  return (
    <div className={styles.picker}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <PeopleCombobox
        {...{ id, label, placeholder, all, chosen, field, onAdd }}
        onBackspace={() => last && onRemove(last)}
      >
        {chosen.length > 0 && (
          <ul className={styles.chips} aria-label={label}>
            {chosen.map((one) => (
              <li key={keyOf(one)} className={styles.chip} data-broken={one.reason !== undefined || undefined}>
                <Face one={one} size={20} />
                <span className={styles.name}>
                  {one.name}
                  {one.reason !== undefined && (
                    <span className={styles.reason}>
                      <TriangleAlert size={12} strokeWidth={2.1} aria-hidden />
                      {one.reason}
                    </span>
                  )}
                </span>
                <button
                  type="button"
                  className={styles.remove}
                  aria-label={t('ui.removeName', { name: one.name })}
                  onClick={() => {
                    onRemove(one)
                    field.current?.focus()
                  }}
                >
                  <X size={12} strokeWidth={2.1} aria-hidden />
                </button>
              </li>
            ))}
          </ul>
        )}
      </PeopleCombobox>
    </div>
  )
}
