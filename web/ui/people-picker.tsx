import { Search, X } from 'lucide-react'
import { useId, useRef } from 'react'
import { t } from '../labels/labels.ts'
import { IconButton } from './button.tsx'
import { Face, keyOf, PeopleCombobox, type Pickable } from './people-combobox.tsx'
import styles from './people-picker.module.css'

type PeoplePickerProps = {
  label: string
  placeholder: string
  all: readonly Pickable[]
  chosen: readonly Pickable[]
  onAdd: (one: Pickable) => void
  onRemove: (one: Pickable) => void
}

/** Users and teams in one list: a search field that offers who is not chosen yet, and below it the chosen. */
export function PeoplePicker({ label, placeholder, all, chosen, onAdd, onRemove }: PeoplePickerProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
  return (
    <div className={styles.picker}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <PeopleCombobox {...{ id, label, placeholder, all, chosen, field, onAdd }}>
        <Search size={14} strokeWidth={1.75} aria-hidden />
      </PeopleCombobox>
      {chosen.length > 0 && (
        <ul className={styles.chosen} aria-label={label}>
          {chosen.map((one) => (
            <li key={keyOf(one)} className={styles.row}>
              <Face one={one} size={32} />
              <span className={styles.text}>
                <span className={styles.name}>{one.name}</span>
                <span className={styles.detail}>{one.detail}</span>
              </span>
              {one.badge}
              <IconButton
                label={t('ui.removeName', { name: one.name })}
                icon={X}
                size="sm"
                onClick={() => {
                  onRemove(one)
                  field.current?.focus()
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
