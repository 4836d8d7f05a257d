<template>
  <h1>About</h1>
  <div style="height: 2600px"></div>
</template>
