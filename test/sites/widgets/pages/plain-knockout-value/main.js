import { mount } from '../../shared/knockout.js';

mount('value');
