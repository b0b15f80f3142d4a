android {
    // The model is read where it lies, so it must not be compressed.
    androidResources { noCompress += "tflite" }
}

dependencies {
    implementation("com.google.ai.edge.litert:litert:1.4.0")
}
