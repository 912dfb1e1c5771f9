import { mount } from '../../shared/angular.js';
import { FormControl, Validators } from '@angular/forms';

mount({
  widget: '<input id="code" type="text" inputmode="numeric" [formControl]="code" />',
  code: new FormControl('', [Validators.required, Validators.pattern(/^\d{6}$/)]),
});
