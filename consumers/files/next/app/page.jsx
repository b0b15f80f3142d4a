import { emotions } from 'feeling';
import Face from './face.jsx';

export default function Page() {
  return (
    <main>
      <p>{emotions.length} emotions</p>
      <Face />
    </main>
  );
}
