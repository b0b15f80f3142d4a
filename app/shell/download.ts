/** Saves something that was made in the page as a file on this device. */
export function download(name: string, content: Blob) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // Browsers read it soon after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** "feeling-2026-03-01-14.05.09" */
export const stamped = (date: Date) => {
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `feeling-${day}-${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join('.')}`;
};
