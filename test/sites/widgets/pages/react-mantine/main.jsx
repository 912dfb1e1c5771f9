import '@mantine/core/styles.css';
import { MantineProvider, PinInput } from '@mantine/core';
import { useState } from 'react';
import { mount, Panel } from '../../shared/panel.jsx';

function Page() {
  const [code, setCode] = useState('');
  return (
    <MantineProvider>
      <Panel code={code}>
        <PinInput oneTimeCode length={6} type="number" onChange={setCode} />
      </Panel>
    </MantineProvider>
  );
}

mount(<Page />);
