/** A button that asks for files. */
import { useRef } from 'preact/hooks';

export interface FileButtonProps {
  label: string;
  /** What can be taken, as browsers write it: "image/*,.csv". */
  accept: string;
  multiple?: boolean;
  class?: string;
  take(files: FileList): void;
}

export function FileButton({ label, accept, multiple = false, class: look, take }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={look} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        multiple={multiple}
        accept={accept}
        class="unseen"
        tabIndex={-1}
        aria-hidden="true"
        onChange={({ currentTarget }) => {
          if (currentTarget.files) take(currentTarget.files);
          // The same file can be chosen again.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
