import { PinInput } from '@ark-ui/react/pin-input';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [cells, setCells] = useState([]);
  return (
    <Panel code={cells.join('')} label="Two-step sign-in">
      <PinInput.Root otp onValueChange={({ value }) => setCells(value)}>
        <PinInput.Label>Authentication code</PinInput.Label>
        <PinInput.Control>
          {Array.from({ length: 6 }, (_, index) => (
            <PinInput.Input key={index} index={index} />
          ))}
        </PinInput.Control>
        <PinInput.HiddenInput />
      </PinInput.Root>
    </Panel>
  );
}

mount(<Page />);
